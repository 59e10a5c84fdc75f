"""GDS801 declaration messages (XML, berichtcode 573) as an export, and as a claim to reconcile with.

The message goes through the same door as every other export: it is taken apart into rows of text, and what those texts
mean, which rows are set aside and why is decided where it is decided for CSV.
"""

from zpm_audit.intake.gds801.claim import CLAIM_SCHEMA, read_claim
from zpm_audit.intake.gds801.opening import is_message, open_message, refuse_other

__all__ = ["CLAIM_SCHEMA", "is_message", "open_message", "read_claim", "refuse_other"]
