"""What differs: between two builds, between two readings of one document, row by row."""
