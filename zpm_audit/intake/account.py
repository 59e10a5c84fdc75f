"""What a mapping did to an export, for people and for programs: what it left out, merged and made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.register.store import Made, Register, RegisterTable


def mapping_notes(register: Register) -> Iterator[Text]:
    """Yield, per table, a sentence on every thing that the mapping did."""
    for table in register.tables.values():
        yield from _chosen(table)
        for made in table.made:
            yield _made(table, made)
        if table.carried:
            listed = ", ".join(table.carried)
            yield Text(
                f"{table.name}: naar de bevindingen gaan mee: {listed}.",
                f"{table.name}: carried to the findings: {listed}.",
            )


def table_facts(table: RegisterTable) -> dict[str, Any]:
    """Return what there is to say of a table: its counts, and how each column that was made came about."""
    return {
        "rijen_in": table.rows_in,
        "rijen": table.rows,
        "rijen_opzij": table.rows_aside,
        "rijen_buiten_keuze": table.left_out,
        "rijen_samengevoegd": table.merged,
        "gemaakt": [
            {
                "kolom": m.column,
                "manier": m.way,
                "uit": m.source,
                "rijen": m.rows,
                **({"ook": dict(m.told)} if m.told else {}),
            }
            for m in table.made
        ],
        "meegenomen": list(table.carried),
    }


def _chosen(table: RegisterTable) -> Iterator[Text]:
    if table.left_out:
        yield Text(
            f"{table.name}: rijen van de bron die er niet bij horen (`waar` in de mapping): {table.left_out}.",
            f"{table.name}: rows of the source that do not belong to it (`waar` of the mapping): {table.left_out}.",
        )
    if table.merged:
        yield Text(
            f"{table.name}: samengevoegd met een gelijke eerdere rij (`uniek` in de mapping): {table.merged}.",
            f"{table.name}: merged with an equal earlier row (`uniek` of the mapping): {table.merged}.",
        )


def _made(table: RegisterTable, made: Made) -> Text:
    also = "".join(f"; {what}: {number}" for what, number in made.told.items())
    return Text(
        f"{table.name}.{made.column}: gemaakt met {made.way} ({made.source}), rijen met een waarde: {made.rows}{also}.",
        f"{table.name}.{made.column}: made with {made.way} ({made.source}), rows with a value: {made.rows}{also}.",
    )
