"""The commands, a module a purpose. Each imports what it needs when it runs, so that asking a question stays quick."""
