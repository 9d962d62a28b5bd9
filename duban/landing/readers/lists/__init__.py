"""Lists of tasks in running text, whatever the format: `reading` is the way in, the others its steps."""
