"""The data dictionary and the lineage graph as static pages."""
