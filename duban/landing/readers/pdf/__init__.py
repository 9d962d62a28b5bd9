"""PDF: a page as it looks. `reader` is the way in; `page_reader` reads one page, the others what it needs."""
