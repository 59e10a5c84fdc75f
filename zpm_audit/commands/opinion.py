"""Holds the outcome of a run against the tolerances of its configuration, with what samples say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.yaml_source import YamlText
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.configuration.model import Tolerance
from zpm_audit.configuration.model import Tolerances as Written
from zpm_audit.engine.context import Context
from zpm_audit.findings.errors import errors_in
from zpm_audit.reports.build import Found
from zpm_audit.reports.figures.opinion import WHOLE, Limit, Tolerances, Tolerated
from zpm_audit.reports.figures.weighing import Projection

if TYPE_CHECKING:
    from zpm_audit.commands.options import Options
    from zpm_audit.sampling.record import Record


@dataclass(frozen=True)
class Asked:
    """The tolerances of a configuration, where each stands in it, and the folders of the samples that it names."""

    written: Written
    source: YamlText
    samples: tuple[Path, ...] = ()

    @property
    def shown(self) -> str:
        """Return the tolerances as text: they decide on what a report concludes."""
        levels = {"geheel": self.written.geheel} if self.written.geheel else {}
        named: dict[str, Tolerance] = {**levels, **self.written.themas, **self.written.checks}
        told = [f"{name} {_shown(one)}" for name, one in named.items()]
        touched = self.written.opzij_raakt
        return "; ".join([*told, *([f"opzij_raakt {touched}"] if touched is not None else [])])

    def refuse_unknown(self, catalogue: Catalogue, ids: frozenset[str]) -> None:
        """Refuse a tolerance of a theme or a check that does not exist; ``ids`` are all checks, chosen or not."""
        problems = []
        for kind, names, known in (
            ("themas", self.written.themas, [*catalogue.definitions.themas]),
            ("checks", self.written.checks, sorted(ids)),
        ):
            for name in names:
                if name in known:
                    continue
                word = Text("thema", "theme") if kind == "themas" else Text("check", "check")
                what = Text(f"{word.nl} '{name}' bestaat niet", f"{word.en} '{name}' does not exist")
                hint = did_you_mean(name, known) or _all(kind, known)
                problems.append(self.source.problem(("tolerantie", kind, name), what, hint).text())
        if problems:
            raise UsageError(nl="\n".join(p.nl for p in problems), en="\n".join(p.en for p in problems))

    def refuse_unreadable(self) -> None:
        """Refuse a sample that is none, or was changed, before anything is judged."""
        from zpm_audit.sampling.record import read_judgements, read_record

        for folder in self.samples:
            read_judgements(folder, read_record(folder))

    def files(self) -> dict[str, Path]:
        """Return the files of the samples, for the manifest."""
        from zpm_audit.sampling.record import JUDGEMENTS, RECORD

        found = {}
        for n, folder in enumerate(self.samples, 1):
            for name in (RECORD, JUDGEMENTS):
                if (folder / name).is_file():
                    found[f"steekproef {n} {name}"] = folder / name
        return found


def _all(kind: str, known: Iterable[str]) -> Text:
    if kind == "checks":
        return Text("zie: zpm-audit checks list", "see: zpm-audit checks list")
    listed = ", ".join(known)
    return Text(f"kies uit: {listed}", f"choose from: {listed}")


def _shown(one: Tolerance) -> str:
    rows = f"rijen {one.rijen.normalize():f}" if one.rijen is not None else ""
    return " ".join(part for part in (rows, f"eur {one.eur:f}" if one.eur is not None else "") if part)


def weighed(found: Found, options: Options, work: Path, key: Key) -> Found:
    """Return what was found with what it takes to hold it against the tolerances; as it is where there are none."""
    asked = options.opinion
    if asked is None:
        return found
    given = tuple(_given(asked.written, {r.check.id: r.check for r in found.audit.checks}))
    groups = {one.name: one.checks for one in given}
    errors = errors_in(found.context, found.audit, groups, open_only=False)
    left = errors_in(found.context, found.audit, groups, open_only=True) if found.audit.accepted else errors
    projections, unused = _sampled(asked, given, found, options, work / "steekproeven", key)
    tolerances = Tolerances(given, errors, left, projections, asked.written.opzij_raakt, unused)
    return replace(found, tolerances=tolerances)


def _given(written: Written, checks: Mapping[str, Check]) -> Iterator[Tolerated]:
    """Yield what has a tolerance; for more than one check only errors count, unless there are signals alone."""
    if written.geheel:
        yield Tolerated("geheel", WHOLE, _limit(written.geheel), _counting(checks.values()))
    for theme, one in written.themas.items():
        yield Tolerated("thema", theme, _limit(one), _counting(c for c in checks.values() if c.thema == theme))
    for check_id, one in written.checks.items():
        yield Tolerated("check", check_id, _limit(one), (check_id,))


def _counting(checks: Iterable[Check]) -> tuple[str, ...]:
    members = list(checks)
    errors = [c for c in members if c.ernst == "fout"]
    return tuple(c.id for c in errors or members)


def _limit(one: Tolerance) -> Limit:
    return Limit(one.rijen, None if one.eur is None else int(one.eur * 100))


def _sampled(
    asked: Asked, given: tuple[Tolerated, ...], found: Found, options: Options, work: Path, key: Key
) -> tuple[dict[str, tuple[Projection, ...]], tuple[Text, ...]]:
    """Return what samples say per thing with a tolerance, and of the others why they do not count."""
    from zpm_audit.sampling.record import read_record

    if not asked.samples:
        return {}, ()
    work.mkdir()
    names = {one.name for one in given}
    projections: dict[str, tuple[Projection, ...]] = {}
    unused = []
    for folder in asked.samples:
        record = read_record(folder)
        name = f"check:{record.check}" if record.check else f"geheel:{WHOLE}"
        try:
            one = _projected(folder, record, name in names, found, options, work, key)
        except UsageError as error:
            unused.append(_not_counted(record, error.text))
            continue
        if any(p.measure == one.measure for p in projections.get(name, ())):
            unused.append(_not_counted(record, _TWICE))
            continue
        projections[name] = (*projections.get(name, ()), one)
    return projections, tuple(unused)


_TWICE = Text(
    "er is al een steekproef voor; meer trekkingen uit een populatie zijn niet een steekproef.",
    "there is one already; several draws from one population are not one sample.",
)


def _not_counted(record: Record, why: Text) -> Text:
    return Text(
        f"Steekproef {record.trekking} telt niet mee: {why.nl}", f"Sample {record.trekking} does not count: {why.en}"
    )


def _projected(
    folder: Path, record: Record, wanted: bool, found: Found, options: Options, work: Path, key: Key
) -> Projection:
    """Return what a sample says; UsageError with the reason where it says nothing of this outcome."""
    from zpm_audit.sampling.evaluate import evaluate
    from zpm_audit.sampling.record import read_judgements

    about = record.check or WHOLE
    if not wanted:
        raise UsageError(nl=f"voor {about} is geen tolerantie gegeven.", en=f"no tolerance was given for {about}.")
    if record.of_tool:
        raise UsageError(
            nl="er zijn alleen afwijkingen getrokken; die zeggen hoe vaak een melding klopt, niet wat er gemist is.",
            en="only deviations were drawn; those tell how often a report is right, and not what was missed.",
        )
    if _population(record, found, options, work, key) != record.populatie.sha256:
        raise UsageError(
            nl="zij is uit een andere populatie getrokken dan die van deze run.",
            en="it was drawn from another population than that of this run.",
        )
    outcome = evaluate(record, read_judgements(folder, record))
    by_amount = record.plan.soort == "mus"
    size = (record.populatie.bedrag_cent or 0) if by_amount else record.populatie.posten
    return Projection(
        draw=record.trekking,
        measure="eur" if by_amount else "rijen",
        missed="afwijking" not in record.populatie.oordelen,
        n=outcome.finding.n,
        errors=outcome.finding.errors,
        confidence=outcome.demand.confidence,
        # A rate is a number of errors over a number of items; a float of it is taken back to that.
        likely=Fraction(outcome.finding.likely).limit_denominator(10**9) * size,
        upper=Fraction(outcome.finding.limit) * size,
    )


def _population(record: Record, found: Found, options: Options, work: Path, key: Key) -> str:
    """Return the sha256 of what this run would draw from, as a draw writes it."""
    from zpm_audit.sampling.draw import fingerprint, in_order
    from zpm_audit.sampling.population import of_check, of_prestaties

    context = Context(
        found.context.register,
        found.context.catalogue,
        options.peildatum,
        work,
        options.instellingen,
        options.period,
        key,
        options.traceable,
    )
    if record.check is None:
        population = of_prestaties(context, found.audit.findings.afwijkingen.parent, record.laag)
    else:
        check = found.context.catalogue.checks[record.check]
        population = of_check(context, check, record.laag, work, options.language)
    rows = population.rows.filter(pl.col("oordeel").is_in(record.populatie.oordelen))
    if record.plan.soort == "mus":
        rows = rows.filter(pl.col("cent") > 0)
    return fingerprint(in_order(rows), work)
