"""What values mean: words of other systems for the values of a list, pairs for yes and no, and names of professions."""

from __future__ import annotations

import re
from functools import cache, cached_property

import polars as pl

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.intake.prestatiegroepen import read_groups
from zpm_audit.intake.proposal.profile import Profile, share_of
from zpm_audit.intake.proposal.words import Vocabulary, plain
from zpm_audit.register.schema import Column

_SETTING = re.compile(r"s?0?([1-8])(\D.*)?")


class Meanings:
    """Knows the values of the contract and the words of other systems for them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def value(self, column: Column, text: str) -> str | None:
        """Return the canonical value that a text stands for, or None where nobody knows."""
        name, known = plain(text), self._known(column)
        if name in known:
            return known[name]
        if column.name == "setting":
            found = _SETTING.fullmatch(text.strip().lower())
            return found.group(1) if found else None
        if column.name == "verwijstype" and re.fullmatch(r"0?[1-7]\b.*", text) and not re.match(r"\d{2,}", text[1:]):
            return f"{int(re.match(r'0?([1-7])', text).group(1)):02d}"  # type: ignore[union-attr]
        return self._begins_alike(name, known)

    @cache  # noqa: B019 (lives as long as one proposal)
    def _known(self, column: Column) -> dict[str, str]:
        own = {plain(str(v)): str(v) for v in column.values}
        return {**self._vocabulary.values.get(column.name, {}), **own}

    @staticmethod
    def _begins_alike(name: str, known: dict[str, str]) -> str | None:
        """Return the value whose name begins as this one does, or this one as it: ``behandelcontact``, ``diagnost``."""
        if len(name) <= 3:
            return None
        alike = {known[k] for k in known if len(k) > 3 and (k.startswith(name) or name.startswith(k))}
        return alike.pop() if len(alike) == 1 else None

    def share(self, column: Column, profile: Profile) -> float:
        """Return the share of the filled rows whose value is known."""
        known = [text for text in profile.distinct if self.value(column, text) is not None]
        return share_of(profile.filled.is_in(known))

    def truth(self, profile: Profile) -> tuple[str, str] | None:
        """Return the words for yes and no that all values are, if they are."""
        if profile.empty or len(profile.distinct) > 4:
            return None
        seen = {t.lower().removesuffix(".0") for t in profile.distinct}
        return next((pair for pair in self._vocabulary.truths if seen <= set(pair)), None)

    @cached_property
    def _professions(self) -> set[str]:
        path = catalogue_dir() / "referentie" / "beroepen.csv"
        return {plain(name) for name in pl.read_csv(path, comment_prefix="#", infer_schema=False)["beroep"]}

    def professions(self, profile: Profile) -> float:
        """Return the share of the different texts that are a profession of the official list."""
        texts = [plain(text) for text in profile.distinct.head(200)]
        return sum(t in self._professions for t in texts) / len(texts) if texts else 0.0

    @cached_property
    def groups(self) -> dict[str, str]:
        """Return the prestatiegroep of every block of codes that means one, and of single codes."""
        found = read_groups(catalogue_dir() / "referentie" / "prestatiegroepen.csv")
        return {**found.by_block, **found.by_code}

    def by_code(self, column: Column, text: pl.Series, code: pl.Series) -> dict[str, str]:
        """Return what values mean by the codes beside them: a value that always stands beside the same kind of code."""
        told = self._of_codes(column, code)
        if told is None:
            return {}
        seen = pl.DataFrame({"t": text, "c": told}).drop_nulls()
        kinds = seen.group_by("t", "c").len("n").sort("n", descending=True)
        counts = kinds.group_by("t").agg(pl.col("c").first(), pl.col("n").first(), pl.col("n").sum().alias("k"))
        # An audit is there because a code is wrong now and then: nearly always is enough.
        sure = counts.filter((pl.col("n") >= 0.95 * pl.col("k")) & (pl.col("k") >= 3))
        return dict(sure.select("t", "c").iter_rows())

    def _of_codes(self, column: Column, code: pl.Series) -> pl.Series | None:
        if column.name == "prestatiegroep":
            block = {k: v for k, v in self.groups.items() if len(k) == 2}
            single = {k: v for k, v in self.groups.items() if len(k) > 2}
            frame = pl.DataFrame({"c": code})
            by_block = pl.col("c").str.head(2).replace_strict(block, default=None, return_dtype=pl.String)
            by_code = pl.col("c").replace_strict(single, default=None, return_dtype=pl.String)
            return frame.select(pl.coalesce(by_code, by_block)).to_series()
        if column.name == "consulttype":
            number = code.str.extract(r"^CO(\d{4})$").cast(pl.Int64) - 1
            kind = pl.DataFrame({"n": number}).select((pl.col("n") % 130 // 65).cast(pl.String))
            return kind.to_series().replace_strict({"0": "diagnostiek", "1": "behandeling"}, default=None)
        return None

    def abbreviations(self, column: Column, texts: list[str]) -> dict[str, str]:
        """Return what abbreviations stand for, where each can be only one value and no two are the same: ``TLK``."""
        own = {plain(str(v)): str(v) for v in column.values}
        found = {}
        for text in texts:
            name = plain(text)
            begins = {v for k, v in own.items() if k.startswith(name)}
            fits = begins or {v for k, v in own.items() if _letters_in_order(name, k)}
            if len(name) >= 3 and len(fits) == 1:
                found[text] = fits.pop()
        return found if len(set(found.values())) == len(found) else {}


def _letters_in_order(short: str, word: str) -> bool:
    if not short or not word or short[0] != word[0]:
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)
