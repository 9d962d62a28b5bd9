"""The proof that a model can be rebuilt one document at a time, read from the engine's own bound plan."""
