"""What is needed beside the source of a table to make its columns: other files to look up in, and code lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zpm_audit.intake.mapping import TableMapping
from zpm_audit.intake.mapping.recipes import Lookup, Opzoeken
from zpm_audit.intake.rows.codes import CodeFacts
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.lookup import with_values
from zpm_audit.intake.sources.source import Source


def _nothing(said: Lookup) -> Source:
    raise AssertionError(f"nobody can open {said}")


@dataclass(frozen=True)
class Help:
    """``opens`` opens the file or table in which a value is looked up."""

    opens: Callable[[Lookup], Source] = _nothing
    codes: CodeFacts = field(default_factory=CodeFacts)

    def beside(self, source: Source, said: TableMapping, formats: Formats) -> Source:
        """Return the source with every value that is looked up beside its rows."""
        for column, how in said.made.items():
            if isinstance(how, Opzoeken):
                source = with_values(source, column, how.opzoeken, self.opens(how.opzoeken), formats)
        return source
