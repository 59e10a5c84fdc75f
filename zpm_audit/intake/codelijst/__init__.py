"""Official code and tariff lists, as published: recognised, decoded, and merged into the table ``codelijst``."""

from zpm_audit.intake.codelijst.attach import unknown_codes, with_codelijst
from zpm_audit.intake.codelijst.read import Codelijst, read_codelijst

__all__ = ["Codelijst", "read_codelijst", "unknown_codes", "with_codelijst"]
