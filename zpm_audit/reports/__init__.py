"""Reports: one frozen model, rendered as HTML, Excel and JSON."""
