"""Word: paragraphs and tables as printed. `reader` is the way in; numbering, looks and equations serve `text`."""
