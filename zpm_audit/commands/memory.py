"""How a run meets its archive: it is read before the lists are written, and entered when the output is in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.base.errors import InternalError, UsageError, ZpmError
from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.steady import write_steady
from zpm_audit.base.stopping import uninterrupted
from zpm_audit.commands.options import Options
from zpm_audit.commands.runs.asked import kept_options
from zpm_audit.commands.runs.rules import catalogue_files
from zpm_audit.engine.run import Judgement
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST
from zpm_audit.reports.build import Found

if TYPE_CHECKING:
    from zpm_audit.archive.life import Lives
    from zpm_audit.archive.model import Entry, Series
    from zpm_audit.archive.store import Archive, Entering
    from zpm_audit.archive.trend import SeriesTrend

#: So often a run is written anew because another entered first.
_TIMES = 5


@dataclass(frozen=True)
class Memory:
    """The archive of a run, and what its series knew when the run began; without an archive nothing."""

    archive: Archive | None = None
    series: Series | None = None

    @classmethod
    def of(cls, options: Options) -> Memory:
        """Open the archive that the options name, before any work is done."""
        if options.archief is None:
            if options.fail_on == "nieuw":
                raise UsageError(
                    nl="--fail-on nieuw heeft een archief nodig: zonder is niet te zeggen wat nieuw is. Geef --archief "
                    "archief.db, of kies fout, signaal of nooit.",
                    en="--fail-on nieuw needs an archive: without one nobody can say what is new. Give --archief "
                    "archief.db, or choose fout, signaal or nooit.",
                )
            return cls()
        if not options.reeks.strip():
            raise UsageError(
                nl="--reeks is leeg. Geef een naam, of laat de optie weg.",
                en="--reeks is empty. Give a name, or leave the option out.",
            )
        from zpm_audit.archive.place import Place
        from zpm_audit.archive.store import Archive

        archive = Archive(Place(options.archief))
        return cls(archive, archive.series(options.reeks))

    @property
    def rows(self) -> Mapping[str, int] | None:
        """Return how many rows each table had in the run before; None where there was none."""
        return self.series.rows if self.series and self.series.run_id else None

    @property
    def knows_key(self) -> bool:
        """Tell whether the series knows the key of its previous run; what differs is then said by what it remembers."""
        return self.series is not None and self.series.key_fingerprint is not None

    def door(self) -> Door:
        """Return the way into the archive."""
        return Door(self.archive, self.series)


class Door(AbstractContextManager["Door"]):
    """The way of one run into its archive: open from the moment that its place is sure until its output is published.

    It stands around the block that publishes. When that ends well the run is in the archive, and otherwise it is not.
    """

    def __init__(self, archive: Archive | None, series: Series | None) -> None:
        self._archive, self._series = archive, series
        self._stack = ExitStack()
        self._entering: Entering | None = None
        self._times = 0
        self._put: Path | None = None

    def remembered(self, found: Found, judgement: Judgement, key: Key, work: Path, run_id: str) -> Found:
        """Return what was found with the life of every finding and its follow-up, as the series knows it now."""
        if self._archive is None or self._series is None:
            return found
        from zpm_audit.followup.run import follow_up_notes, of_run

        lives = _lives(self._series, found, judgement, key)
        listed = work / f"bevindingen.{self._times}.parquet"
        audit = found.audit
        write_steady(_with_life(pl.scan_parquet(audit.findings.afwijkingen), lives), listed)
        findings = replace(audit.findings, afwijkingen=listed)
        followed = of_run(self._archive, self._series.name, lives.alive, found.context.peildatum, run_id)
        told = (*_told(self._series, lives, key), *follow_up_notes(followed))
        audit = replace(audit, findings=findings)
        return replace(
            found,
            audit=audit,
            notes=(*found.notes, *told),
            lives=lives,
            follow_up=followed,
            trend=self._trend(found, lives),
        )

    def _trend(self, found: Found, lives: Lives) -> SeriesTrend | None:
        """Return how the series went, this run included."""
        from zpm_audit.archive.trend import RunFigures
        from zpm_audit.archive.trend_reading import read_trend

        if self._archive is None:
            return None
        with self._archive.reading() as connection:
            before = read_trend(connection, lives.series.name)
        ran = [r for r in found.audit.checks if not r.status.silent]
        this = RunFigures(
            run_id=None,
            peildatum=found.audit.peildatum,
            afwijkingen=sum(r.counts.afwijking for r in ran),
            geaccepteerd=sum(r.counts.geaccepteerd for r in ran),
            prestaties=_figures(found),
            lives=lives.counts,
            per_check={r.check.id: r.counts.afwijking for r in ran},
        )
        return before.followed_by(this, lives.events)

    def claim(self) -> bool:
        """Take the next place in the series; False where another run took it: what is known is then read anew."""
        if self._archive is None or self._series is None:
            return True
        from zpm_audit.archive.store import OvertakenError

        try:
            self._entering = self._stack.enter_context(self._archive.entering(self._series))
        except OvertakenError:
            self._times += 1
            if self._times > _TIMES:
                raise _overtaken(self._archive, self._series) from None
            self._series = self._archive.series(self._series.name)
            return False
        return True

    def previous(self) -> dict[str, str] | None:
        """Return the run before this one, for its manifest; empty where it is the first of its series."""
        series = self._series
        if series is None:
            return None
        known = {"reeks": series.name, "run_id": series.run_id, "manifest_sha256": series.manifest_sha256}
        return {name: value for name, value in known.items() if value is not None}

    def put(self, found: Found, options: Options, folder: Path, target: Path) -> None:
        """Write the run in the archive; it stands when the door closes."""
        if self._entering is not None:
            self._entering.put(_entry(found, options, folder, target))
            self._put = target

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with uninterrupted():
            try:
                self._stack.__exit__(kind, error, trace)
            except ZpmError as trouble:
                if error is not None or self._put is None:
                    raise
                raise InternalError(
                    nl=f"{trouble.text.nl} De uitvoer zelf is compleet: {self._put}",
                    en=f"{trouble.text.en} The output itself is complete: {self._put}",
                ) from trouble


def _lives(series: Series, found: Found, judgement: Judgement, key: Key) -> Lives:
    from zpm_audit.archive.life import Lives, alive, gone, missing
    from zpm_audit.findings.compliant import compliant

    rows = pl.scan_parquet(found.audit.findings.afwijkingen)
    there = alive(series, rows)
    ran = {judged.check.id for judged in judgement.checks if not judged.status.silent}
    missed = missing(series, there, ran)
    others = (found.audit.findings.onbepaald, found.audit.findings.lopend)
    unsure = pl.concat([pl.scan_parquet(path).select("bevinding_id") for path in others])
    asked = missed.lazy().join(unsure, on="bevinding_id", how="anti").sort("bevinding_id").collect()
    return Lives(series, there, gone(missed, compliant(found.context, asked, key)))


def _with_life(rows: pl.LazyFrame, lives: Lives) -> pl.LazyFrame:
    columns = rows.collect_schema().names()
    life = lives.alive.lazy().select("bevinding_id", "levensloop")
    return rows.drop("levensloop").join(life, on="bevinding_id", how="left", maintain_order="left").select(columns)


def _told(series: Series, lives: Lives, key: Key) -> list[Text]:
    """Return what a person must know of the run before, in words."""
    n = lives.counts
    if series.run_id is None:
        first = Text(
            f"Levensloop: de eerste run van reeks {series.name}: {n['nieuw']} nieuw.",
            f"Life of findings: the first run of series {series.name}: {n['nieuw']} new.",
        )
        return [first]
    said = Text(
        f"Levensloop sinds run {series.run_id} (peildatum {series.peildatum}): {n['nieuw']} nieuw, {n['heropend']} "
        f"heropend, {n['blijvend']} blijvend, {n['opgelost']} opgelost, {n['vervallen']} vervallen.",
        f"Life of findings since run {series.run_id} (reference date {series.peildatum}): {n['nieuw']} new, "
        f"{n['heropend']} reopened, {n['blijvend']} remaining, {n['opgelost']} solved, {n['vervallen']} lapsed.",
    )
    if series.key_fingerprint in {None, key.fingerprint}:
        return [said]
    other = Text(
        f"De sleutel voor pseudoniemen is een andere dan bij de vorige run van deze reeks (vingerafdruk "
        f"{key.fingerprint}, toen {series.key_fingerprint}): bevindingen over patiënten lijken daardoor nieuw, die van "
        "eerder vervallen, en acceptaties ervan gelden niet. Draai met een account, zet voor beide dezelfde sleutel of "
        "kies een andere --reeks.",
        f"The key for pseudonyms differs from that of the previous run of this series (fingerprint {key.fingerprint}, "
        f"then {series.key_fingerprint}): findings about patients therefore seem new, earlier ones lapsed, and "
        "acceptances of those do not hold. Run with one account, set the same key for both, or choose another --reeks.",
    )
    return [said, other]


def _entry(found: Found, options: Options, folder: Path, target: Path) -> Entry:
    from zpm_audit.archive.files import packed
    from zpm_audit.archive.model import CheckEntry, Entry

    assert found.lives is not None
    manifest = (folder / MANIFEST).read_bytes()
    content = json.loads(manifest)
    run = content["run"]
    catalogue, contents = packed(catalogue_files(found.context.catalogue))
    return Entry(
        run_id=run["run_id"],
        begonnen=run["gestart"],
        peildatum=run["peildatum"],
        versie=run["versie"],
        kenmerk=run["kenmerk"],
        catalogus_sha256=found.catalogue.sha256,
        catalogue=catalogue,
        contents=contents,
        manifest=manifest,
        manifest_sha256=content[SELF_HASH],
        sleutel_vingerafdruk=run["sleutel_vingerafdruk"],
        vertrouwen=found.vertrouwen.oordeel,
        impact_cent=found.audit.impact_cent,
        opties=kept_options(options),
        uitvoer=str(target.expanduser().resolve()),
        checks=[
            CheckEntry(
                check_id=r.check.id,
                versie=r.check.versie,
                ernst=r.check.ernst,
                status=str(r.status),
                counts={
                    "populatie": r.counts.populatie,
                    "voldoet": r.counts.voldoet,
                    "afwijking": r.counts.afwijking,
                    "geaccepteerd": r.counts.geaccepteerd,
                    "onbepaald": r.counts.onbepaald,
                    "loopt": r.counts.loopt,
                    "buiten_beeld": r.counts.buiten_beeld,
                },
                impact_cent=r.impact_cent,
            )
            for r in found.audit.checks
        ],
        rows={t.name: (t.rows_in, t.rows, t.rows_aside) for t in found.context.register.tables.values()},
        events=found.lives.events,
        figures=_figures(found),
    )


def _figures(found: Found) -> dict[str, int]:
    """Return what came out for prestaties, as an archive keeps it."""
    total = found.audit.prestaties.total
    return {"beoordeeld": total.beoordeeld, "met_fout": total.met_fout, "direct_goed": total.direct_goed}


def _overtaken(archive: Archive, series: Series) -> InternalError:
    return InternalError(
        nl=f"In het archief {archive.place.shown} kwamen steeds andere runs van reeks {series.name} ervoor. Er is "
        "niets geschreven. Draai opnieuw als die klaar zijn, of geef gelijktijdige runs elk een eigen --reeks.",
        en=f"In the archive {archive.place.shown} other runs of series {series.name} came first again and again. "
        "Nothing was written. Run again when those are done, or give runs at the same time a --reeks each.",
    )
