"""The handbook: a page for each check and for the norm matrix, written from the checks themselves."""
