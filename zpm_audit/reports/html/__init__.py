"""The report model as one page of HTML."""
