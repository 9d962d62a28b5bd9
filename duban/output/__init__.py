"""The forms of an answer: tables and records for a terminal, and files for other programs."""
