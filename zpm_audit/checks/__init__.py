"""Check files: loaded strictly, every error with file, line, column and a hint. Nothing here judges anything."""
