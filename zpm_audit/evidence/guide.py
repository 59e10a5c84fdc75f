"""The guide to an evidence package (leeswijzer), in Dutch, in the order in which an accountant builds up a file.

That is the order of NBA-handreiking 1141: purpose, source data and how reliable they are, norm, work, outcome,
follow-up, conclusion. It says nothing of its own: every figure stands in an output, and the file is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zpm_audit.base.resources import templates_dir
from zpm_audit.evidence.guide_opinion import Table, both_sides, follow_up_lines, measures, opinions, tolerances
from zpm_audit.evidence.guide_samples import (
    ProgrammeFacts,
    SampleFacts,
    norm_table,
    population_table,
    programme_lines,
    sample_table,
)
from zpm_audit.evidence.guide_sources import control_totals, reconciled
from zpm_audit.evidence.package import CONTENTS, PackedRun
from zpm_audit.output.marks import QUESTION, SIGNATURE, STAMP
from zpm_audit.reports.figures.format import euro, integer
from zpm_audit.sampling.programme_outcome import summary

GUIDE_HTML, GUIDE_TEXT = "LEESWIJZER.html", "LEESWIJZER.txt"
TITLE = "Leeswijzer bij een bewijspakket"
#: What only the one who reviews the file can say, in writing.
TO_FILL_IN = ("Conclusie (in te vullen door de accountant)", "Naam", "Datum", "Paraaf")
_BLANK = "." * 60
_NO_PROGRAMME = (
    "Er zit geen ingevuld werkprogramma in dit pakket: wat de normmatrix aan een mens overlaat, is hier niet getoetst."
)


@dataclass(frozen=True)
class RunFacts:
    """A run in the package. ``broken`` is what is wrong with the chain of its series; None without an archive.

    ``framework_lost`` tells that its control framework is no longer what it was, and not in the package;
    ``other_samples`` what it reckoned with of samples that is not in it, or not as it was.
    """

    packed: PackedRun
    manifest: Mapping[str, Any]
    result: Mapping[str, Any]
    series: str | None
    broken: tuple[str, ...] | None
    proofs: tuple[str, ...]
    framework_lost: bool = False
    other_samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """What the guide is about."""

    runs: Sequence[RunFacts]
    samples: Sequence[SampleFacts]
    programmes: Sequence[ProgrammeFacts]
    files: Sequence[str]


@dataclass(frozen=True)
class Section:
    """A part of the guide: sentences, tables with the sentence above each, and fields for a person to fill in."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[tuple[str, Table], ...] = ()
    fields: tuple[str, ...] = ()


def sections(guide: Guide) -> list[Section]:
    """Return the guide, part by part."""
    return [
        _purpose(guide),
        _sources(guide),
        _norm(guide),
        _work(guide),
        _outcome(guide),
        _follow_up(guide),
        _conclusion(guide),
        _repeating(guide),
    ]


def guide_html(guide: Guide) -> bytes:
    """Return the guide as a page that stands alone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(templates_dir()), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("leeswijzer.html.j2").render(title=TITLE, guide=guide, sections=sections(guide))
    return page.encode()


def guide_text(guide: Guide) -> bytes:
    """Return the guide as plain text."""
    lines = [TITLE.upper(), ""]
    for section in sections(guide):
        lines += [section.title.upper(), *section.lines, ""]
        for above, table in section.tables:
            lines += [above, *_drawn(table), ""]
        lines += [f"{name}: {_BLANK}" for name in section.fields] + ([""] if section.fields else [])
    return "\n".join(lines).encode()


def _drawn(table: Table) -> Iterator[str]:
    rows = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _run(facts: RunFacts) -> Mapping[str, Any]:
    found: Mapping[str, Any] = facts.result["run"]
    return found


def _count(value: object) -> str:
    return integer(int(str(value)), "nl")


def _money(value: float | None) -> str:
    return "onbekend" if value is None else euro(round(value * 100), "nl")


def _purpose(guide: Guide) -> Section:
    of = [_run(facts).get("ondertekening") or {} for facts in guide.runs]
    names = list(dict.fromkeys(str(one["aanbieder"]) for one in of if one.get("aanbieder")))
    provider = " en ".join(names) or "de zorgaanbieder (niet opgegeven)"
    rows = [
        (
            facts.packed.run_id,
            facts.packed.peildatum,
            " t/m ".join(_run(facts)["periode"]) if _run(facts).get("periode") else "hele export",
            facts.packed.kenmerk,
            facts.packed.output,
        )
        for facts in guide.runs
    ]
    return Section(
        "1. Doel",
        (
            f"Vaststellen of de registratie van {provider} voldoet aan de regels van het Zorgprestatiemodel, en voor "
            "welke prestaties dat niet zo is of niet is vast te stellen.",
            "Dit pakket bevat wat nodig is om dat werk te beoordelen en te herhalen. Het bevat geen export, geen "
            "patiëntnummers en geen sleutels: patiënten staan er als pseudoniem in.",
            "Welke risico's en maatregelen de checks dekken: de beheersmaatregelen onder 5 en het hoofdstuk "
            "Beheersraamwerk in rapport.html."
            if any(_run(facts).get("raamwerk") for facts in guide.runs)
            else "Er is geen beheersraamwerk opgegeven: welke risico's de checks dekken, is niet vastgelegd.",
        ),
        (("Runs in dit pakket:", Table(("run", "peildatum", "periode", "kenmerk", "map"), tuple(rows))),),
    )


def _sources(guide: Guide) -> Section:
    tables: list[tuple[str, Table]] = []
    lines = [
        "De sha256 van elk bestand is van toen het werd gelezen; zonder de export van toen is er niets te herhalen.",
    ]
    for facts in guide.runs:
        run, told = _run(facts), facts.manifest
        files = [(str(e["naam"]), str(e["soort"]), _count(e["bytes"]), str(e["sha256"])) for e in told["invoer"]]
        files += [
            (f"{q['adres']} ({q['tabel']})", "query", f"{_count(q['rijen'])} rijen", str(q["sha256"]))
            for q in told["databases"]
        ]
        above = f"Run {facts.packed.run_id}, gelezen:"
        tables.append((above, Table(("bron", "soort", "bytes", "sha256"), tuple(files))))
        above = "controletotalen per tabel (gelezen = in de audit + opzij gezet, zie quarantaine/):"
        tables.append((f"Run {facts.packed.run_id}, {above}", control_totals(run, told)))
        trust = run["vertrouwen"]
        lines.append(
            f"Run {facts.packed.run_id}: op de export te bouwen: {trust['oordeel']}."
            + "".join(f" {reason}" for reason in trust["redenen"])
        )
        contract = ", ".join(f"{n} {outcome.replace('_', ' ')}" for outcome, n in run["datacontract"].items() if n)
        lines.append(f"Run {facts.packed.run_id}: datacontract: {contract or 'niet beoordeeld'}.")
        lines += [f"Run {facts.packed.run_id}: {sentence}" for sentence in reconciled(run.get("aansluiting"))]
    lines.append(
        "Hoe de export uit het bronsysteem is gehaald, door wie, en wie daarin iets kan wijzigen, weet het programma "
        "niet: leg dat zelf vast."
    )
    lines.append("Zie verder per run het hoofdstuk Aansluiting in rapport.html en de map aansluiting/.")
    return Section("2. Brongegevens en hun betrouwbaarheid", tuple(lines), tuple(tables))


def _norm(guide: Guide) -> Section:
    lines = []
    for facts in guide.runs:
        catalogue = _run(facts)["catalogus"]
        apart = [
            f"{label}: {', '.join(catalogue[key])}"
            for key, label in (("afwijkend", "gewijzigd"), ("extra", "extra"), ("ontbreekt", "weggelaten"))
            if catalogue.get(key)
        ]
        lines.append(
            f"Run {facts.packed.run_id}: {len(facts.result['checks'])} checks, catalogus sha256 "
            f"{catalogue['sha256']}; " + ("; ".join(apart) or "gelijk aan de meegeleverde catalogus") + "."
        )
        lines.append(f"De checks en grenzen zoals ze toen waren staan in {facts.packed.rules}/.")
        lines.append(f"Run {facts.packed.run_id}: {tolerances(_run(facts))}")
    lines.append(
        "Norm, bron, artikel en zekerheid van elke check staan in rapport.html (Norm voor norm) en rapport.xlsx."
    )
    lines.append(
        "Niet elke norm is door een programma te toetsen: welke deels of helemaal aan een mens blijven, staat in "
        "rapport.html (Normmatrix en Werkprogramma)."
    )
    return Section("3. Norm", tuple(lines))


def _work(guide: Guide) -> Section:
    lines, tables = [], []
    for facts in guide.runs:
        run, told = _run(facts), facts.manifest["run"]
        by = run.get("ondertekening") or {}
        who = f"uitgevoerd door {by.get('uitgevoerd_door') or 'niet opgegeven'}, beoordeeld door "
        lines.append(
            f"Run {facts.packed.run_id}: zpm-audit {told['versie']}, gestart {told['gestart']}, {who}"
            f"{by.get('beoordeeld_door') or 'niet opgegeven'}"
            + (f" op {by['beoordeeld_op']}" if by.get("beoordeeld_op") else "")
            + "."
        )
        lines.append(
            f"Run {facts.packed.run_id}: {_count(run['prestaties_beoordeeld'])} prestaties beoordeeld; niet: "
            f"{_count(run['prestaties_buiten_periode'])} buiten de periode, {_count(run['prestaties_toekomst'])} na de "
            f"peildatum, {_count(run['prestaties_niet_declarabel'])} niet declarabel."
        )
        lines += [f"Run {facts.packed.run_id}: {sentence}" for sentence in facts.other_samples]
        options = tuple((str(name), str(value)) for name, value in run["opties"].items())
        tables.append((f"Run {facts.packed.run_id}, instellingen:", Table(("instelling", "waarde"), options)))
    for programme in guide.programmes:
        lines += programme_lines(programme)
        tables.append((f"Werkprogramma {programme.name}, waaruit getrokken is:", population_table(programme)))
    if guide.samples:
        above = "Steekproeven; met zaad, plan en populatie komen dezelfde posten er weer uit:"
        tables.append((above, sample_table(guide.samples)))
    else:
        lines.append("Er zit geen steekproef in dit pakket: de oordelen zijn niet aan dossiers getoetst.")
    if not guide.programmes:
        lines.append(_NO_PROGRAMME)
    return Section("4. Werkzaamheden", tuple(lines), tuple(tables))


_COUNTS = ("populatie", "voldoet", "afwijking", "geaccepteerd", "onbepaald", "loopt")
_STATES = ("akkoord", "afwijkingen", "onbepaald", "niet_van_toepassing", "niet_uitgevoerd", "mislukt")


def _outcome(guide: Guide) -> Section:
    lines, tables = [], []
    for facts in guide.runs:
        run = _run(facts)
        counted = run["checks_per_status"]
        states = ", ".join(f"{counted[s]} {s.replace('_', ' ')}" for s in _STATES if counted.get(s))
        lines += [
            f"Run {facts.packed.run_id}: {run['eerste_regel']}",
            f"Run {facts.packed.run_id}: checks: {states}; bedrag dat ermee gemoeid is: {_money(run['impact_eur'])}.",
        ]
        rows = [
            (
                str(c["id"]),
                str(c["status"]).replace("_", " "),
                *(_count(c[n]) for n in _COUNTS),
                _money(c["impact_eur"]) if c["afwijking"] else "",
            )
            for c in facts.result["checks"]
        ]
        columns = ("check", "uitkomst", *_COUNTS, "bedrag")
        tables.append((f"Run {facts.packed.run_id}, per check (resultaat.json):", Table(columns, tuple(rows))))
        if framework := measures(run):
            tables.append((f"Run {facts.packed.run_id}, beheersmaatregelen (hoofdstuk Beheersraamwerk):", framework))
        if facts.framework_lost:
            lines.append(
                f"Run {facts.packed.run_id}: het raamwerk is na de run gewijzigd of weg en zit niet in dit pakket; wat "
                "hier over maatregelen staat, is van toen."
            )
    for programme in guide.programmes:
        above = f"Werkprogramma {programme.name}, per norm die met de hand getoetst wordt:"
        tables.append((above, norm_table(programme)))
    lines.append("Elke bevinding staat in bevindingen.csv; wat niet te beoordelen was in onbepaald.csv.")
    return Section("5. Uitkomst", tuple(lines), tuple(tables))


def _follow_up(guide: Guide) -> Section:
    lines = []
    for facts in guide.runs:
        run = _run(facts)
        accepted = run.get("acceptaties") or []
        number = sum(int(one["geaccepteerd"]) for one in accepted)
        late = [str(one["id"]) for one in accepted if one["stand"] == "verlopen"]
        lines.append(
            f"Run {facts.packed.run_id}: {len(accepted)} acceptaties, samen {_count(number)} bevindingen"
            + (f"; verlopen: {', '.join(late)}" if late else "")
            + "."
        )
        lines += [f"Run {facts.packed.run_id}: {sentence}" for sentence in follow_up_lines(run)]
        if life := run.get("levensloop"):
            told = ", ".join(f"{_count(n)} {name}" for name, n in life.items())
            lines.append(f"Run {facts.packed.run_id}, tegenover run {run.get('vorige_run') or '-'}: {told}.")
    archived = [name for name in guide.files if name.startswith("archief/")]
    if archived:
        lines.append(
            "De runs van de reeks, de levensloop van bevindingen, en de opvolging met wie wat wanneer zei: "
            f"{', '.join(archived)}."
        )
    else:
        lines.append("Er is geen archief meegegeven: de opvolging over meer runs staat niet in dit pakket.")
    return Section("6. Opvolging", tuple(lines))


def _conclusion(guide: Guide) -> Section:
    tables = []
    lines = [
        "Het programma stelt feiten vast; het oordeel is aan wie het dossier beoordeelt.",
    ]
    for facts in guide.runs:
        run = _run(facts)
        found = run["prestaties"]
        lines.append(
            f"Run {facts.packed.run_id}: van {_count(found['beoordeeld'])} beoordeelde prestaties hebben er "
            f"{_count(found['met_fout'])} een fout en {_count(found['met_signaal'])} een signaal; "
            f"{_count(found['onbepaald'])} kon een check niet beoordelen. {both_sides(found)}, bij "
            f"{_count(found['bedrag_onbekend'])} is het bedrag onbekend."
        )
        held = opinions(run)
        if held is None:
            lines.append(
                f"Run {facts.packed.run_id}: er is geen tolerantie opgegeven; de uitkomst is nergens tegen gehouden."
            )
        else:
            tables.append((f"Run {facts.packed.run_id}, tegen de tolerantie:", held))
    for sample in guide.samples:
        lines += [f"Steekproef {sample.name}: {sentence}" for sentence in sample.conclusion]
    lines += [f"Werkprogramma {one.name}: {summary(one.outcomes).nl}" for one in guide.programmes]
    lines += list(_own_conclusion(guide))
    return Section("7. Conclusie", tuple(lines), tuple(tables), TO_FILL_IN)


def _own_conclusion(guide: Guide) -> Iterator[str]:
    """Say what the reviewer concluded, as the configuration of a run tells it."""
    said = 0
    for facts in guide.runs:
        by = _run(facts).get("ondertekening") or {}
        if concluded := by.get("conclusie_beoordelaar"):
            who = ", ".join(str(by[key]) for key in ("beoordeeld_door", "beoordeeld_op") if by.get(key))
            yield f"Run {facts.packed.run_id}, conclusie van de beoordelaar ({who or 'zonder naam'}): {concluded}"
            said += 1
    if not said:
        yield "De beoordelaar heeft nog geen eigen conclusie opgegeven (conclusie_beoordelaar in zpm-audit.yaml)."


def _repeating(guide: Guide) -> Section:
    lines = [
        "Herhalen: zpm-audit herhaal PAKKET.zip --export EXPORT (PAKKET.zip is dit bestand, EXPORT de export van toen)",
        "Las de run een database op een server, dan kan --export weg: de mapping in het pakket noemt haar adres.",
        "De opdracht weigert een pakket waaraan iets veranderd is, leest de export van toen, oordeelt met de checks in "
        "dit pakket en zegt per check of de oordelen gelijk zijn, ook met andere pseudoniemen (afsluitcode 0: gelijk).",
        f"{CONTENTS} noemt elk bestand met zijn sha256.",
    ]
    for facts in guide.runs:
        packed, told = facts.packed, set(facts.proofs)
        signed = f"ondertekend ({SIGNATURE})" if SIGNATURE in told else "niet ondertekend"
        asked = "wel gevraagd, geen antwoord" if QUESTION in told else "geen"
        stamped = f"tijdstempel ({STAMP})" if STAMP in told else f"tijdstempel: {asked}"
        lines.append(f"Run {packed.run_id}: manifest sha256 {packed.manifest_sha256}; {signed}; {stamped}.")
        lines.append(f"  Nagaan: pak uit en draai zpm-audit verify {packed.output}")
        if facts.broken is not None:
            whole = "; ".join(facts.broken) or "heel"
            lines.append(f"  Reeks {facts.series} in het archief: {whole}.")
    return Section("Nagaan en herhalen", tuple(lines))
