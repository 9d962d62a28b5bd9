"""Formats that are plain text: Markdown, delimited values, text."""
