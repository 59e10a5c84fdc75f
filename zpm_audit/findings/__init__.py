"""Verdicts become findings: stable keys, pseudonyms, impact and the files that users rely on."""
