"""zpm-audit: judges registrations of the Dutch Zorgprestatiemodel against its rules, and shows the evidence."""

__version__ = "0.2.0"
