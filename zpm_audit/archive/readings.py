"""Whether the workbooks that were read into a series are still what they were: a chain, as its runs are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from zpm_audit.archive.chain import Break
from zpm_audit.archive.seal import SAID_COLUMNS, seal_of_reading
from zpm_audit.archive.tables import READING, SAID
from zpm_audit.base.language import Text


class Readings:
    """Everything that was read from workbooks, in two questions."""

    def __init__(self, connection: Connection) -> None:
        query = select(READING).order_by(READING.c.reeks, READING.c.volgnummer)
        self._rows = [dict(row._mapping) for row in connection.execute(query)]
        self._said: dict[int, list[Sequence[Any]]] = {}
        columns = [SAID.c[name] for name in SAID_COLUMNS]
        for number, *values in connection.execute(select(SAID.c.lezing, *columns).order_by(SAID.c.bevinding)):
            self._said.setdefault(number, []).append(values)

    def breaks(self, series: str, number: int, last_seal: str | None) -> Iterator[Break]:
        """Yield where the workbooks of a series are not as they were; ``number`` came in, the last with this seal."""
        previous: Mapping[str, Any] = {"volgnummer": 0, "zegel": None}
        for row in (row for row in self._rows if row["reeks"] == series):
            shown = f"{row['volgnummer']} ({row['werkboek']})"
            gone = row["volgnummer"] - previous["volgnummer"] - 1
            if gone:
                yield _broken(f"voor werkboek {shown} zijn er {gone} weggehaald",
                              f"before workbook {shown} {gone} were removed")  # fmt: skip
            elif row["vorige_zegel"] != previous["zegel"]:
                yield _broken(f"werkboek {shown} volgt op een ander dan ervoor staat",
                              f"workbook {shown} follows another than the one before it")  # fmt: skip
            if seal_of_reading(row, self._said.get(row["nr"], [])) != row["zegel"]:
                yield _broken(f"wat er in werkboek {shown} stond is gewijzigd",
                              f"what workbook {shown} said was altered")  # fmt: skip
            previous = row
        if number > previous["volgnummer"]:
            gone = number - previous["volgnummer"]
            yield _broken(f"na het laatste werkboek zijn er {gone} weggehaald",
                          f"behind the last workbook {gone} were removed")  # fmt: skip
        elif previous["zegel"] != last_seal:
            yield _broken("het laatste werkboek is gewijzigd of ingevoegd",
                          "the last workbook was altered or inserted")  # fmt: skip


def _broken(nl: str, en: str) -> Break:
    return Break(None, Text(f"opvolging: {nl}", f"follow-up: {en}"))
