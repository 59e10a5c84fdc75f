"""Databases as a source: what an address says, what a query may do, and one module per kind of database."""
