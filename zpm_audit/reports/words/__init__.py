"""The words of the reports, in both languages."""
