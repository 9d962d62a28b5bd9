"""Publishing: a candidate file becomes the published one in a single step, or not at all. Knows nothing of columns."""
