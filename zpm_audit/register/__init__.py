"""The register: the canonical tables that every check reads."""

from zpm_audit.register.schema import EXPORT_TABLES, MESSAGE_TABLES, TABLES, Column, Table, column_of
from zpm_audit.register.store import Register, RegisterTable

__all__ = ["EXPORT_TABLES", "MESSAGE_TABLES", "TABLES", "Column", "Register", "RegisterTable", "Table", "column_of"]
