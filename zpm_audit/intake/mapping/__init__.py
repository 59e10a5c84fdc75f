"""The mapping file: how an export that looks otherwise becomes the tables of the contract. Typed and strict."""

from zpm_audit.intake.mapping.load import load_mapping, missing_column
from zpm_audit.intake.mapping.model import CodeLists, Mapping, TableMapping, formats_of

__all__ = ["CodeLists", "Mapping", "TableMapping", "formats_of", "load_mapping", "missing_column"]
