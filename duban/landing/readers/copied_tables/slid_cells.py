"""Cells between bars that slid left, since merged or covered ones have left none behind, put under their columns.

Each way of losing cells has a proof of its own, in a module of its own.
"""

from __future__ import annotations

from duban.landing.grid import Grid, ReadDocument
from duban.landing.readers.copied_tables.covered_cells import lay_covered_cells
from duban.landing.readers.copied_tables.headless_rows import lay_headless
from duban.landing.readers.copied_tables.lead_cells import lay_behind_leads
from duban.landing.readers.copied_tables.shared_out import lay_around_shares
from duban.landing.readers.copied_tables.slid_rows import lay_slid_rows


def put_under_columns(grid: Grid, document: ReadDocument) -> None:
    """Change the rows and spans of a grid whose cells have one place each; any other is left as it is.

    The grid is none of the document's yet: below another table it may be rows of that.
    """
    lay_behind_leads(grid)
    lay_around_shares(grid)
    lay_headless(grid, document)
    lay_covered_cells(grid)
    lay_slid_rows(grid)
