"""Landing: a document becomes cells, exactly as printed. Nothing here knows what a target is."""
