"""What people do about findings: what they said of each in which workbook, who owns it, and until when."""
