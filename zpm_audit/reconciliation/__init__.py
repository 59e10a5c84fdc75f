"""Does it add up? What came out of the source, what was judged, what was claimed: counted before any check is read."""

from zpm_audit.reconciliation.claim import compare_claim, refuse_unusable
from zpm_audit.reconciliation.counts import count_export
from zpm_audit.reconciliation.keys import lost_keys
from zpm_audit.reconciliation.ledger import BookedRevenue, compare_ledger, read_revenue, refuse_lonely
from zpm_audit.reconciliation.model import Claim, Difference, Ledger, Mismatch, Reconciliation
from zpm_audit.reconciliation.output import reconciliation_notes, write_reconciliation
from zpm_audit.reconciliation.vertrouwen import TableRows, Vertrouwen, vertrouwen

__all__ = [
    "BookedRevenue",
    "Claim",
    "Difference",
    "Ledger",
    "Mismatch",
    "Reconciliation",
    "TableRows",
    "Vertrouwen",
    "compare_claim",
    "compare_ledger",
    "count_export",
    "lost_keys",
    "read_revenue",
    "reconciliation_notes",
    "refuse_lonely",
    "refuse_unusable",
    "vertrouwen",
    "write_reconciliation",
]
