"""Does it add up? What came out of the source, what was judged, what was claimed: counted before any check is read."""

from zpm_audit.reconciliation.claim import compare_claim, refuse_unusable
from zpm_audit.reconciliation.counts import count_export
from zpm_audit.reconciliation.keys import lost_keys
from zpm_audit.reconciliation.model import Claim, Difference, Mismatch, Reconciliation
from zpm_audit.reconciliation.output import claim_notes, write_reconciliation
from zpm_audit.reconciliation.vertrouwen import TableRows, Vertrouwen, vertrouwen

__all__ = [
    "Claim",
    "Difference",
    "Mismatch",
    "Reconciliation",
    "TableRows",
    "Vertrouwen",
    "claim_notes",
    "compare_claim",
    "count_export",
    "lost_keys",
    "refuse_unusable",
    "vertrouwen",
    "write_reconciliation",
]
