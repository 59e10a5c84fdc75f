"""What a prestatiecode tells by itself or by a list: prestatiegroep, consulttype, setting and duurklasse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.gds801.codes import consulttype
from zpm_audit.intake.prestatiegroepen import Groups, prestatiegroepen
from zpm_audit.register.schema import Column

_CLASSES = (5, 15, 30, 45, 60, 75, 90, 120)
UNKNOWN_CODE = Text("code van geen enkel bekend blok van prestaties", "code of no known block of prestaties")


@dataclass(frozen=True)
class CodeFacts:
    """The lists by which codes are read: the reference of prestatiegroepen, and an official list if one was given."""

    groups: Groups | None = None
    listed: pl.DataFrame | None = None

    def lists(self, column: str) -> bool:
        """Tell whether the official list says anything of this column."""
        return self.listed is not None and column in self.listed.columns and self.listed[column].count() > 0

    def of(self, code: pl.Expr, column: Column) -> pl.Expr:
        """Return what codes tell of a column; null where they do not."""
        own = {"prestatiegroep": self._group, "consulttype": consulttype, "duurklasse": _class}.get(column.name)
        found = [] if own is None else [own(code)]
        if self.lists(column.name):
            found.append(_said(code, self._one_value(column.name), column))
        if column.name == "prestatiegroep":
            found.append(pl.when(self.known_block(code)).then(pl.lit("overig")))
        return pl.coalesce(found) if found else pl.lit(None, column.dtype)

    def known_block(self, code: pl.Expr) -> pl.Expr:
        """Tell whether a code has the form of a prestatiecode, in a block that exists."""
        return code.str.contains(r"^[A-Z]{2}\d{4}$") & code.str.head(2).is_in(sorted(self._groups.blocks))

    def unlisted(self, code: pl.Expr) -> pl.Expr:
        """Tell which codes are ``overig`` because no list names their prestatiegroep."""
        named = [self._group(code)]
        if self.lists("prestatiegroep"):
            named.append(_said(code, self._one_value("prestatiegroep"), Column("prestatiegroep", "text")))
        return self.known_block(code) & pl.coalesce(named).is_null()

    @property
    def _groups(self) -> Groups:
        return self.groups or prestatiegroepen({})

    def _group(self, code: pl.Expr) -> pl.Expr:
        return self._groups.of(code)

    def _one_value(self, column: str) -> Mapping[str, object]:
        """Return the value per code, of the codes for which the list has one value in all its periods."""
        if self.listed is None:
            return {}
        found = (
            self.listed.filter(pl.col(column).is_not_null())
            .group_by("prestatiecode")
            .agg(pl.col(column).first(), pl.col(column).n_unique().alias("n"))
            .filter(pl.col("n") == 1)
        )
        return dict(zip(found["prestatiecode"], found[column], strict=True))


def _said(code: pl.Expr, pairs: Mapping[str, object], column: Column) -> pl.Expr:
    return code.replace_strict(dict(pairs), default=None, return_dtype=column.dtype)


def _class(code: pl.Expr) -> pl.Expr:
    """Return the lower bound of the class in a CO code."""
    number = pl.when(code.str.contains(r"^CO\d{4}$")).then(code.str.tail(4)).cast(pl.Int64, strict=False)
    place = pl.when(number.is_between(1, 1040)).then((number - 1) // 130)
    return place.replace_strict(dict(enumerate(_CLASSES)), default=None, return_dtype=pl.Int64)
