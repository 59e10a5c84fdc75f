"""The report model as a workbook."""
