"""Fetching what places publish into raw/: from the sources that `raw/sources.yml` lists, politely and bounded."""
