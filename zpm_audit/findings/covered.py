"""The last look at what findings show: a number of a patient in any text of them becomes a pseudonym.

Nothing is gone through but the different texts in the lists, and the numbers of the patients once. A number is only
taken for that of a patient where it can be nothing else: a short one is as easily a count or a code, and the keys of
prestaties may be counted from one like patients are (``key_series``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from zpm_audit.base.covering import replaced, replacements
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.base.steady import ROWS_OF_ALL, ROWS_OF_LIST, write_steady
from zpm_audit.engine.evidence import MARKS
from zpm_audit.findings.assemble import ORDER
from zpm_audit.findings.carried import carried_columns
from zpm_audit.findings.model import Audit, CheckResult, PrestatieFigures
from zpm_audit.register import Register
from zpm_audit.register.key_series import KeySeries

_IDS = ("onderwerp_id", "prestatie_id", "zorgtraject_id", "behandelaar_id", "team", "uzovi")
_OWN = ("prestatie_id", "zorgtraject_id", "onderwerp_id")
_MARKED = ("waarde", "grens", "toelichting")
_OF_DATA = f"{MARKS[0]}([^{MARKS[1]}]*){MARKS[1]}"


@dataclass(frozen=True)
class Covering:
    """Covers the patients of one export."""

    register: Register
    key: Key

    @cached_property
    def _keys(self) -> KeySeries:
        return KeySeries(self.register.tables)

    def made(self, texts: pl.Series) -> dict[str, str]:
        """Return, for the texts that show a patient, what is shown in their place."""
        return replacements(texts, self._keys.people, self.key, self._keys)

    def file(self, path: Path, names: Sequence[str]) -> None:
        """Cover these columns of a Parquet file, in place."""
        scan = pl.scan_parquet(path)
        made = self.made(_different(scan, names))
        frame = scan.with_columns(replaced(pl.col(name), made) for name in names) if made else scan
        if "patient_id" in scan.collect_schema():
            frame = self._own(frame, scan, [name for name in names if name in _OWN])
        if frame is not scan:
            _rewrite(path, frame, ROWS_OF_ALL)

    def frame(self, frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        """Return a frame with these columns covered."""
        made = self.made(_different(frame.lazy(), names))
        return frame.with_columns(replaced(pl.col(name), made) for name in names)

    def texts(self, texts: Iterable[Text]) -> tuple[Text, ...]:
        """Return sentences without the number of a patient."""
        texts = tuple(texts)
        made = self.made(pl.Series([one for text in texts for one in text], dtype=pl.String))
        return tuple(Text(made.get(text.nl, text.nl), made.get(text.en, text.en)) for text in texts)

    def audit(self, audit: Audit, *, traceable: bool) -> Audit:
        """Cover the lists of findings, and what else an audit tells of its units.

        A ``traceable`` audit shows everything; its findings are still called what they are called in any other.
        """
        found = audit.findings
        for path in (found.afwijkingen, found.onbepaald, found.lopend):
            self._list(path, traceable=traceable)
        if traceable:
            return audit
        figures = audit.prestaties
        split = {name: self._values(values) for name, values in figures.split.items()}
        checks = tuple(self._check(result) for result in audit.checks)
        return replace(audit, checks=checks, prestaties=replace(figures, split=split))

    def _list(self, path: Path, *, traceable: bool) -> None:
        scan = pl.scan_parquet(path)
        ids = [*_IDS, *carried_columns(self.register).values()]
        marked = [pl.col(name).str.extract_all(_OF_DATA).explode().unique() for name in _MARKED]
        inside = pl.concat([scan.select(one.alias("tekst")) for one in marked]).drop_nulls().unique()
        bare = inside.select(pl.col("tekst").str.strip_chars("".join(MARKS))).collect()["tekst"]
        made = self.made(pl.concat([bare, _different(scan, ids)]))
        frame = self._own(scan, scan, _OWN, traceable=traceable).with_columns(self._finding_id(scan, made))
        if not traceable:
            frame = frame.with_columns(replaced(pl.col(name), made) for name in ids)
            frame = frame.with_columns(_unmarked(pl.col(name), made).alias(name) for name in _MARKED)
        _rewrite(path, frame.sort(ORDER) if made else frame)

    def _finding_id(self, scan: pl.LazyFrame, made: Mapping[str, str]) -> pl.Expr:
        """Return the id of a finding with the same in the place of the unit as where the unit is named."""
        subject = pl.col("bevinding_id").str.slice(pl.col("check_id").str.len_chars() + 1)
        found = self.made(scan.select(subject.unique().alias("x")).collect()["x"]) if made else {}
        return pl.concat_str(pl.col("check_id"), pl.lit(":"), replaced(subject, found)).alias("bevinding_id")

    def _own(
        self, frame: pl.LazyFrame, scan: pl.LazyFrame, names: Sequence[str], *, traceable: bool = False
    ) -> pl.LazyFrame:
        """Cover a key that is the number of the patient of its own row, whatever it looks like."""
        known = self._keys.people.select(pl.col("patient_id").alias("nummer"))
        numbers = _different(scan, names).to_frame("nummer").lazy().join(known, on="nummer", how="semi").collect()
        theirs = pseudonyms(numbers["nummer"], self.key)
        if theirs.is_empty():
            return frame
        for name in names:
            covered = pl.col(name).replace(theirs["patient_id"], theirs["pseudoniem"])
            own = (covered != pl.col(name)) & ((pl.col(name) if traceable else covered) == pl.col("patient_id"))
            own = own.fill_null(value=False)
            if name == "onderwerp_id":
                begin = pl.concat_str(pl.col("check_id"), pl.lit(":"))
                tail = pl.col("bevinding_id").str.slice(begin.str.len_chars() + pl.col(name).str.len_chars())
                named = pl.col("bevinding_id").str.starts_with(pl.concat_str(begin, pl.col(name)))
                renamed = pl.when(own & named).then(pl.concat_str(begin, covered, tail))
                frame = frame.with_columns(renamed.otherwise("bevinding_id").alias("bevinding_id"))
            if not traceable:
                frame = frame.with_columns(pl.when(own).then(covered).otherwise(pl.col(name)).alias(name))
        return frame

    def _check(self, result: CheckResult) -> CheckResult:
        reason = self.texts([result.reason])[0] if result.reason else None
        groups = result.statistics
        if groups is not None:
            names = [name for name, dtype in groups.schema.items() if dtype == pl.String]
            groups = self.frame(groups, names)
        return replace(result, reason=reason, statistics=groups)

    def _values(
        self, values: Sequence[tuple[str | int | None, PrestatieFigures]]
    ) -> tuple[tuple[str | int | None, PrestatieFigures], ...]:
        made = self.made(pl.Series([value for value, _ in values if isinstance(value, str)], dtype=pl.String))
        return tuple((made.get(value, value) if isinstance(value, str) else value, one) for value, one in values)


def _different(scan: pl.LazyFrame, names: Sequence[str]) -> pl.Series:
    """Return the different texts in these columns."""
    empty = pl.LazyFrame(schema={"tekst": pl.String})
    each = [scan.select(pl.col(name).unique().alias("tekst")) for name in names]
    return pl.concat([empty, *each]).unique().drop_nulls().collect()["tekst"]


def _unmarked(x: pl.Expr, made: Mapping[str, str]) -> pl.Expr:
    """Take the marks away, and with them what may not be shown."""
    before, after = MARKS
    if made:
        olds = [f"{before}{old}{after}" for old in made]
        x = x.str.replace_many(olds, list(made.values()))
    return x.str.replace_many(list(MARKS), ["", ""])


def _rewrite(path: Path, frame: pl.LazyFrame, rows_together: int = ROWS_OF_LIST) -> None:
    new = path.with_suffix(".gedekt.parquet")
    write_steady(frame, new, rows_together)
    new.replace(path)
