"""HTML: what a browser shows. `reader` is the way in; styles, sight and media say what is seen, tables the grid."""
