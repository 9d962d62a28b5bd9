"""What measures duban: the commands behind every figure of the docs. What proves that it holds is in trials/.

`tables/` draws the constructed tables and their truth, for the measurements, for trials/soak.py and for tests/blocks.
"""
