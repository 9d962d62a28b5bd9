"""Asking: what the published file answers. Read-only, and never more than the question needs to import."""
