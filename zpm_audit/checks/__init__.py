"""Check files as a language: their shape, their names and their rules. Nothing here reads a folder or judges."""
