"""The Dutch ledger export: XML auditfile financieel, XAF 3.x and 4.0."""

from zpm_audit.intake.xaf.accounts import choose_accounts
from zpm_audit.intake.xaf.ledger import LEDGER_SCHEMA, AuditFile, read_audit_file, read_postings
from zpm_audit.intake.xaf.recognise import recognise

__all__ = ["LEDGER_SCHEMA", "AuditFile", "choose_accounts", "read_audit_file", "read_postings", "recognise"]
