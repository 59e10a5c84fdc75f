"""One audit from export to published reports: the order of the steps, and nothing else."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from zpm_audit import __version__
from zpm_audit.checks.loader import load_catalogue, matching_ids
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.norms import NormMatrix, load_norms
from zpm_audit.console import Steps, steps
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import judge
from zpm_audit.errors import InputRefusedError, UsageError
from zpm_audit.findings.assemble import assemble, period
from zpm_audit.findings.lists import write_lists
from zpm_audit.findings.model import Audit, Status
from zpm_audit.findings.pseudonyms import load_key
from zpm_audit.findings.result_json import write_result
from zpm_audit.intake import ControlTotal, control_totals, load_mapping, propose_mapping, read_export
from zpm_audit.intake import Mapping as ExportMapping
from zpm_audit.intake.codelijst import Codelijst, prestatiegroepen, read_codelijst, unknown_codes, with_codelijst
from zpm_audit.intake.contract import ContractOutcome, begin, load_suites
from zpm_audit.intake.contract.result import ExpectationResult
from zpm_audit.intake.mapping import CodeLists
from zpm_audit.language import Language, Text
from zpm_audit.message_rules import about_this_export
from zpm_audit.output.hashing import FileHash, hash_files
from zpm_audit.output.manifest import check_files, kenmerk, write_manifest
from zpm_audit.output.publish import staged_output
from zpm_audit.reconciliation import (
    Reconciliation,
    claim_notes,
    compare_claim,
    count_export,
    refuse_missing,
    summary,
    write_reconciliation,
)
from zpm_audit.register import Register
from zpm_audit.reports.build import Ingredients, build_report, counted, first_line
from zpm_audit.reports.model import ControlTotalPart, ExpectationPart, InputFile
from zpm_audit.settings import Given, Value, chosen, shown

DEFAULT_FOLDER = Path("zpm-audit-uitvoer")


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    export: Path
    out: Path | None = None
    mapping: Path | None = None
    checks: Path | None = None
    select: tuple[str, ...] | None = None
    peildatum: date = date.min
    language: Language = "nl"
    traceable: bool = False
    overwrite: bool = False
    differences_allowed: bool = False
    gx: Literal["standaard", "volledig", "uit"] = "standaard"
    workbook_rows: int = 200_000
    fail_on: Literal["fout", "signaal", "nooit"] = "fout"
    declaratie: tuple[Path, ...] = ()
    codelijst: tuple[Path, ...] = ()
    codelijst_year: int | None = None
    codelijst_removed: tuple[str, ...] = ()
    choices: Mapping[str, Given] = field(default_factory=dict)
    instellingen: Mapping[str, Value] = field(default_factory=dict)

    def completed(self, mapping: ExportMapping | None, catalogue: Catalogue) -> Options:
        """Return the options with what the mapping adds; the command line goes before it.

        ``instellingen`` then holds every setting of the catalogue, chosen or not.
        """
        lists = mapping.codelijst if mapping else CodeLists()
        given = {**(mapping.instellingen if mapping else {}), **self.choices}
        return replace(
            self,
            codelijst=self.codelijst or lists.bestanden,
            codelijst_year=self.codelijst_year or lists.jaar,
            codelijst_removed=lists.vervallen,
            instellingen=chosen(given, catalogue.definitions.instellingen),
        )

    def influence(self) -> dict[str, str]:
        """Return the options on which the outcome depends, as text."""
        return {
            "peildatum": self.peildatum.isoformat(),
            "taal": self.language,
            "herleidbaar": "ja" if self.traceable else "nee",
            "select": ", ".join(self.select) if self.select is not None else "alle",
            "verschil_toegestaan": "ja" if self.differences_allowed else "nee",
            "gx": self.gx,
            "excel_rijen": str(self.workbook_rows),
            **({"declaratie": ", ".join(path.name for path in self.declaratie)} if self.declaratie else {}),
            **self._of_lists(),
            **{f"instelling {name}": shown(value) for name, value in sorted(self.instellingen.items())},
        }

    def _of_lists(self) -> dict[str, str]:
        if not self.codelijst:
            return {}
        told = {"codelijst": ", ".join(path.name for path in self.codelijst)}
        if self.codelijst_year:
            told["codelijst_jaar"] = str(self.codelijst_year)
        if self.codelijst_removed:
            told["codelijst_vervallen"] = ", ".join(self.codelijst_removed)
        return told

    def all(self) -> dict[str, str]:
        """Return every option, for the manifest: also those that decide on where and how, not on what."""
        paths = {"export": self.export, "out": self.out, "mapping": self.mapping, "checks": self.checks}
        given = {name: str(path) for name, path in paths.items() if path is not None}
        if self.declaratie:
            given["declaratie_bestanden"] = "; ".join(map(str, self.declaratie))
        if self.codelijst:
            given["codelijst_bestanden"] = "; ".join(map(str, self.codelijst))
        return {**self.influence(), **given, "fail_on": self.fail_on, "overschrijf": "ja" if self.overwrite else "nee"}


@dataclass(frozen=True)
class Outcome:
    """What the user gets back."""

    audit: Audit
    register: Register
    folder: Path
    fail_on: Literal["fout", "signaal", "nooit"]
    notes: tuple[Text, ...] = ()

    def lines(self, language: Language) -> list[str]:
        """Return what the terminal says; the first line is what did not run and what could not be judged."""
        tables = [
            Text(
                f"  {t.name}: {counted(t.rows_in, 'rij', 'rijen')} gelezen = {t.rows} in de audit + "
                f"{t.rows_aside} opzij gezet",
                f"  {t.name}: {counted(t.rows_in, 'row', 'rows')} read = {t.rows} in the audit + "
                f"{t.rows_aside} set aside",
            )
            for t in self.register.tables.values()
        ]
        audit = self.audit
        judged = Text(
            f"  prestaties in de audit: {audit.judged_rows} beoordeeld, {audit.future_rows} na de peildatum en "
            f"{audit.not_declarable} niet declarabel (niet beoordeeld)",
            f"  prestaties in the audit: {audit.judged_rows} judged, {audit.future_rows} after the reference date and "
            f"{audit.not_declarable} not declarable (not judged)",
        )
        where = Text(f"Rapport: {self.folder / 'rapport.html'}", f"Report: {self.folder / 'rapport.html'}")
        notes = [Text(f"  {note.nl}", f"  {note.en}") for note in self.notes]
        return [t.in_(language) for t in (first_line(audit), *tables, *notes, judged, where)]

    def exit_code(self) -> int:
        """Return the exit code of the contract. A check that broke is never softened by ``fail_on``."""
        if any(r.status is Status.MISLUKT for r in self.audit.checks):
            return 4
        severities = {"fout": {"fout"}, "signaal": {"fout", "signaal"}, "nooit": set()}[self.fail_on]
        still_open = any(
            r.check.ernst in severities and r.counts.afwijking > r.counts.geaccepteerd for r in self.audit.checks
        )
        return 1 if still_open else 0


def run_audit(options: Options) -> Outcome:
    """Audit one export and publish the output as a whole, or not at all."""
    started, clock = datetime.now(UTC), time.monotonic()
    refuse_missing(options.declaratie)
    catalogue, norms = _catalogue(options)
    suites = load_suites(catalogue.suites)
    mapping = load_mapping(options.mapping) if options.mapping else None
    options = options.completed(mapping, catalogue)
    key = load_key()
    run_id = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    target = options.out or DEFAULT_FOLDER / run_id
    with (
        staged_output(target, options.overwrite) as folder,
        _working_folder() as work,
        steps() as show,
        ThreadPoolExecutor(1) as background,
    ):
        lists = _code_lists(options, mapping, catalogue, work, show)
        show.now(Text("Export inlezen", "Reading the export").in_(options.language))
        register = read_export(options.export, work=work, mapping=mapping, language=options.language)
        register, notes = _with_lists(register, lists, work)
        catalogue, told = about_this_export(catalogue, register, chosen=options.select is not None)
        notes += told
        totals = _compare_totals(register, allowed=options.differences_allowed)
        steering = _steering_files(catalogue, options)
        everything = [*register.sources, *steering.values(), *check_files(catalogue.folder)]
        hashes = background.submit(hash_files, everything)
        with begin(register, peildatum=options.peildatum, work=work, gx=options.gx, suites=suites) as contract:
            context = Context(register, catalogue, options.peildatum, settings=options.instellingen)
            show.now(Text("Aansluiting tellen", "Counting the reconciliation").in_(options.language))
            found = _reconcile(context, options, work / "aansluiting")
            notes += claim_notes(found)
            judgement = judge(
                register,
                catalogue,
                options.peildatum,
                work / "oordelen",
                language=options.language,
                progress=show.now,
                settings=options.instellingen,
            )
            show.now(Text("Bevindingen samenstellen", "Assembling findings").in_(options.language))
            audit = assemble(context, judgement, work / "bevindingen", key=key, traceable=options.traceable)
            show.now(Text("Datacontract beoordelen", "Assessing the data contract").in_(options.language))
            assessed = contract.finish()
        mark = _mark(hashes.result(), register, catalogue, options)
        _write(folder, options, audit, context, assessed, totals, hashes.result(), mark, show, notes, found, norms)
        write_manifest(
            folder,
            inputs=register.sources,
            checks=catalogue.folder,
            extra_files=steering,
            options=options.all(),
            peildatum=options.peildatum,
            kenmerk=mark,
            run_id=run_id,
            started=started,
            duration_s=time.monotonic() - clock,
            key_fingerprint=key.fingerprint,
            hashes=hashes.result(),
        )
    return Outcome(audit, register, target, options.fail_on, notes)


def _write(
    folder: Path,
    options: Options,
    audit: Audit,
    context: Context,
    assessed: ContractOutcome,
    totals: Sequence[ControlTotal],
    hashes: dict[Path, FileHash],
    mark: str,
    show: Steps,
    notes: Sequence[Text],
    found: Reconciliation,
    norms: NormMatrix | None,
) -> None:
    """Write everything that the user gets, except the manifest that seals it."""
    from zpm_audit.reports.excel import write_workbook
    from zpm_audit.reports.html import write_html

    register, language = context.register, options.language
    audit = write_lists(audit, folder)
    write_reconciliation(found, folder)
    for table, path in register.quarantine.items():
        (folder / "quarantaine").mkdir(exist_ok=True)
        shutil.copyfile(path, folder / "quarantaine" / f"{table}.csv")
    report = build_report(
        audit,
        Ingredients(
            version=__version__,
            mark=mark,
            export=options.export.resolve().name,
            period=period(context),
            register=register,
            catalogue=context.catalogue,
            contract=[_expectation(r, language) for r in assessed.results],
            contract_note=assessed.engine_note.in_(language),
            control_totals=[_control_total(t) for t in totals],
            files=[
                *(_input_file(p, hashes[p]) for p in register.sources),
                *(_input_file(p, hashes[p], "declaratie") for p in options.declaratie if p not in register.sources),
                *(_input_file(p, hashes[p], "codelijst") for p in options.codelijst if p not in register.sources),
            ],
            options=options.influence(),
            notes=[note.in_(language) for note in notes],
            reconciliation=found,
            norms=norms,
        ),
        language,
    )
    run = {
        "kenmerk": mark,
        "versie": __version__,
        "peildatum": options.peildatum.isoformat(),
        "taal": language,
        "eerste_regel": first_line(audit).in_(language),
        "opties": options.influence(),
        "tabellen": {
            t.name: {"rijen_in": t.rows_in, "rijen": t.rows, "rijen_opzij": t.rows_aside}
            for t in register.tables.values()
        },
        "aansluiting": summary(found),
        "notities": [note.in_(language) for note in notes],
        "datacontract": {o: assessed.count(o) for o in ("voldoet", "voldoet_niet", "fout", "niet_uitgevoerd")},
    }
    write_result(audit, run, folder / "resultaat.json", language)
    show.now(Text("HTML-rapport maken", "Making the HTML report").in_(language))
    write_html(report, folder / "rapport.html")
    show.now(Text("Excel-werkboek maken", "Making the Excel workbook").in_(language))
    write_workbook(report, folder / "rapport.xlsx", max_rows=options.workbook_rows)


def _catalogue(options: Options) -> tuple[Catalogue, NormMatrix | None]:
    """Return the checks of this run, and the matrix of the whole catalogue that they come from."""
    catalogue = load_catalogue(options.checks)
    norms = load_norms(catalogue)
    if options.select is None:
        return catalogue, norms
    if not options.select:
        raise UsageError(
            nl="--select noemt geen enkele check. Geef bijvoorbeeld --select ZPM-RB-01,ZPM-PR-01.",
            en="--select names no check. Give for example --select ZPM-RB-01,ZPM-PR-01.",
        )
    return catalogue.select(matching_ids(catalogue, list(options.select))), norms


def _reconcile(context: Context, options: Options, work: Path) -> Reconciliation:
    """Count what came in and what will be judged, and put what was claimed beside it."""
    found = count_export(context)
    return compare_claim(found, context, options.declaratie, work) if options.declaratie else found


def _code_lists(
    options: Options, mapping: ExportMapping | None, catalogue: Catalogue, work: Path, show: Steps
) -> Codelijst | None:
    """Read the official lists first: they are small, and a wrong one should not cost the reading of an export."""
    if not options.codelijst:
        return None
    show.now(Text("Codelijst inlezen", "Reading the code list").in_(options.language))
    return read_codelijst(
        options.codelijst,
        work=work,
        groups=prestatiegroepen(catalogue.references),
        mapping=mapping,
        year=options.codelijst_year,
        removed=options.codelijst_removed,
        language=options.language,
    )


def _with_lists(register: Register, lists: Codelijst | None, work: Path) -> tuple[Register, tuple[Text, ...]]:
    """Return the register with the lists that were given, and what to tell of them."""
    if lists is not None:
        register = with_codelijst(register, lists, work)
    return register, (*(lists.notes if lists else ()), *unknown_codes(register))


def _compare_totals(register: Register, *, allowed: bool) -> Sequence[ControlTotal]:
    """Compare with what the source system counted, before any check speaks."""
    totals = control_totals(register)
    different = [t for t in totals if t.differs]
    if different and not allowed:
        lines = [t.text() for t in different]
        raise InputRefusedError(
            nl="De export sluit niet aan op de controletotalen:\n"
            + "\n".join(f"  {t.nl}" for t in lines)
            + "\nMaak een volledige export, of aanvaard het verschil met --verschil-toegestaan.",
            en="The export does not agree with its control totals:\n"
            + "\n".join(f"  {t.en}" for t in lines)
            + "\nMake a complete export, or accept the difference with --verschil-toegestaan.",
        )
    return totals


def _steering_files(catalogue: Catalogue, options: Options) -> dict[str, Path]:
    """Return the files beside the export and the checks on which the outcome depends, by what they are."""
    files = {f"meegeleverd {p.parent.name}/{p.name}": p for p in catalogue.borrowed}
    if options.mapping:
        files["mapping"] = options.mapping
    return files | _numbered("codelijst", options.codelijst) | _numbered("declaratie", options.declaratie)


def _numbered(kind: str, paths: Sequence[Path]) -> dict[str, Path]:
    return {f"{kind} {n}" if len(paths) > 1 else kind: path for n, path in enumerate(paths, start=1)}


def _mark(hashes: dict[Path, FileHash], register: Register, catalogue: Catalogue, options: Options) -> str:
    inputs = [*register.sources, *_steering_files(catalogue, options).values()]
    return kenmerk(
        inputs={p: hashes[p] for p in inputs},
        checks={p: hashes[p] for p in check_files(catalogue.folder)},
        options=options.influence(),
    )


def _expectation(result: ExpectationResult, language: Language) -> ExpectationPart:
    return ExpectationPart(
        tabel=result.table,
        kolom=result.column,
        omschrijving=result.description.in_(language),
        waarom=result.why.in_(language),
        uitkomst=result.outcome,
        waargenomen=result.observed.in_(language),
        rijen=result.rows,
        afwijkend=result.unexpected,
        door=result.engine.in_(language),
        voorbeelden=result.examples,
    )


def _control_total(total: ControlTotal) -> ControlTotalPart:
    return ControlTotalPart(
        tabel=total.tabel,
        rijen_opgegeven=total.rijen_opgegeven,
        rijen_gelezen=total.rijen_gelezen,
        bedrag_opgegeven_cent=total.bedrag_opgegeven_cent,
        bedrag_gelezen_cent=total.bedrag_gelezen_cent,
        verschil=total.differs,
    )


def _input_file(path: Path, found: FileHash, kind: str = "invoer") -> InputFile:
    return InputFile(naam=path.name, soort=kind, bytes=found.bytes, sha256=found.sha256)


@contextmanager
def _working_folder() -> Iterator[Path]:
    """Give a private folder for files with patient data; it is gone when the run ends, however it ends."""
    folder = Path(tempfile.mkdtemp(prefix="zpm-audit-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_proposal(export: Path, target: Path, *, overwrite: bool) -> Text:
    """Write a first mapping for an export; return what to tell the user."""
    if target.exists() and not overwrite:
        raise UsageError(
            nl=f"{target} bestaat al. Kies met --out een andere naam of geef --overschrijf.",
            en=f"{target} exists already. Choose another name with --out or give --overschrijf.",
        )
    text = propose_mapping(export)
    target.write_text(text, encoding="utf-8")
    return Text(
        f"Voorstel geschreven naar {target}. Kijk het na (let op 'controleren') en geef het mee: "
        f"zpm-audit run {export} --mapping {target}",
        f"Proposal written to {target}. Check it (look for 'controleren') and use it: "
        f"zpm-audit run {export} --mapping {target}",
    )
