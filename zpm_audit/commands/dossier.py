"""What ``dossier`` does: whole runs, with all that they were judged by and that was done with them, in a zip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.workplace import working_folder
from zpm_audit.base.yaml_source import read_source
from zpm_audit.commands.dossier_archive import archive_of, history_pieces
from zpm_audit.commands.dossier_samples import (
    other_than_reckoned,
    programme_facts,
    programme_pieces,
    sample_facts,
    sample_pieces,
    shows_patients,
)
from zpm_audit.commands.runs.kept import Kept
from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.commands.runs.rules import catalogue_files, strangers
from zpm_audit.evidence.agreement import LISTS, clashes
from zpm_audit.evidence.guide import GUIDE_HTML, GUIDE_TEXT, Guide, RunFacts, guide_html, guide_text
from zpm_audit.evidence.package import PackedRun, Piece, write_package
from zpm_audit.intake.databases.address import Address, is_address
from zpm_audit.output.hashing import hash_file
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST, PROOFS
from zpm_audit.output.verify import FileState, verify
from zpm_audit.sampling.programme_record import is_programme

if TYPE_CHECKING:
    from zpm_audit.archive.store import Archive

#: What steered a run and goes with it; a declaration message names patients and stays where it is.
_BESIDE = ("mapping", "codelijst", "acceptaties")


@dataclass(frozen=True)
class Packing:
    """What the user asked for."""

    runs: tuple[str, ...]
    target: Path
    archive: str | None = None
    samples: tuple[Path, ...] = ()
    overwrite: bool = False


@dataclass(frozen=True)
class _Chosen:
    """A run that is packed, and what an archive knows of it."""

    run: RecordedRun
    kept: Kept | None
    series: str | None

    @property
    def packed(self) -> PackedRun:
        told: Mapping[str, Any] = self.run.manifest["run"]
        own = str(self.run.manifest[SELF_HASH])
        return PackedRun(str(told["run_id"]), str(told["kenmerk"]), str(told["peildatum"]), own)


def pack(packing: Packing, language: Language) -> list[str]:
    """Write the package; return what to tell the user."""
    archive = archive_of(packing.archive)
    chosen = sorted((_chosen(name, archive) for name in packing.runs), key=_moment)
    _refuse_twice(chosen)
    for one in chosen:
        _refuse_unfit(one.run)
    pieces: dict[str, Piece] = {}
    frameworks = {one.packed.run_id: _framework(one) for one in chosen}
    for one in chosen:
        pieces |= _output(one) | _rules(one) | _beside(one) | (frameworks[one.packed.run_id] or {})
    manifests = {one.packed.manifest_sha256 for one in chosen}
    samples, programmes = [], []
    for folder in packing.samples:
        if is_programme(folder):
            programmes.append(programme_facts(folder, manifests))
            pieces |= programme_pieces(folder, programmes[-1])
        else:
            samples.append(sample_facts(folder, manifests))
            pieces |= sample_pieces(folder, samples[-1])
    histories = _histories(chosen, archive)
    pieces |= histories.pieces
    lost = [run_id for run_id, found in frameworks.items() if found is None]
    facts = [
        replace(
            _facts(one, histories.broken, lost=one.packed.run_id in lost),
            other_samples=tuple(other_than_reckoned(one.run.manifest, pieces)),
        )
        for one in chosen
    ]
    guide = Guide(facts, samples, programmes, sorted(pieces))
    pieces |= {GUIDE_HTML: guide_html(guide), GUIDE_TEXT: guide_text(guide)}
    sha256 = write_package(packing.target, pieces, [one.packed for one in chosen], overwrite=packing.overwrite)
    said = Text(
        f"Bewijspakket: {packing.target} ({len(chosen)} run(s), {len(pieces) + 1} bestanden)\n"
        f"sha256 {sha256}\n"
        "De export zit er niet in: daar staan patiënten in. Begin met LEESWIJZER.html; herhalen gaat met:\n"
        f"  zpm-audit herhaal {packing.target.name} --export EXPORT",
        f"Evidence package: {packing.target} ({len(chosen)} run(s), {len(pieces) + 1} files)\n"
        f"sha256 {sha256}\n"
        "The export is not in it: it holds patients. Begin with LEESWIJZER.html; re-perform with:\n"
        f"  zpm-audit herhaal {packing.target.name} --export EXPORT",
    )
    return [*(_other_framework(run_id).in_(language) for run_id in lost), *said.in_(language).split("\n")]


def _other_framework(run_id: str) -> Text:
    return Text(
        f"Let op: het raamwerk van run {run_id} is sindsdien gewijzigd of weg, en zit niet in het pakket.",
        f"Note: the control framework of run {run_id} changed since or is gone, and is not in the package.",
    )


def _moment(one: _Chosen) -> tuple[str, str]:
    told = one.run.manifest["run"]
    return str(told["gestart"]), str(told["run_id"])


def _chosen(name: str, archive: Archive | None) -> _Chosen:
    """Return the run that is meant by a folder or by an id in the archive."""
    folder = Path(name)
    if not folder.is_dir() and archive is None:
        raise UsageError(
            nl=f"{name} is geen map van een run. Is het een id, noem dan met --archief het archief.",
            en=f"{name} is no folder of a run. If it is an id, name the archive with --archief.",
        )
    if archive is None:
        return _Chosen(RecordedRun.read(folder), None, None)
    from zpm_audit.archive.store import find_run

    run = RecordedRun.read(folder) if folder.is_dir() else None
    wanted = str(run.manifest["run"]["run_id"]) if run is not None else name
    with archive.reading() as connection:
        row = find_run(connection, archive.place, wanted)
        assert connection is not None
        kept = Kept.of(connection, row)
    if run is None:
        place = Path(kept.folder)
        if not place.is_dir():
            raise UsageError(
                nl=f"De uitvoer van run {kept.run_id} staat niet meer in {place}. Geef de map waar zij nu staat.",
                en=f"The output of run {kept.run_id} is no longer in {place}. Give the folder where it is now.",
            )
        run = RecordedRun.read(place)
    if run.manifest[SELF_HASH] != kept.manifest[SELF_HASH]:
        raise _changed(run.folder, f"het archief {archive.place.shown} kent een ander manifest")
    return _Chosen(run, kept, str(row.reeks))


def _refuse_twice(chosen: list[_Chosen]) -> None:
    ids = [one.packed.run_id for one in chosen]
    for run_id in ids:
        if ids.count(run_id) > 1:
            raise UsageError(nl=f"Run {run_id} is twee keer genoemd.", en=f"Run {run_id} is named twice.")


def _refuse_unfit(run: RecordedRun) -> None:
    """Refuse a run that is not as it was left, and one that shows patients."""
    outcome = verify(run.folder)
    touched = [f.path for f in outcome.group("uitvoer") if f.state in {FileState.GEWIJZIGD, FileState.ONTBREEKT}]
    if touched or not outcome.manifest_intact:
        raise _changed(run.folder, ", ".join(touched) or MANIFEST)
    shown = [name for name in LISTS if shows_patients(run.folder / f"{name}.parquet")]
    if run.manifest["opties"].get("herleidbaar") == "ja" or shown:
        raise UsageError(
            nl=f"De run in {run.folder} toont patiëntnummers (--herleidbaar). Een bewijspakket gaat de deur uit: draai "
            "de audit zonder --herleidbaar en pak die in.",
            en=f"The run in {run.folder} shows numbers of patients (--herleidbaar). An evidence package leaves the "
            "building: run the audit without --herleidbaar and pack that one.",
        )
    with working_folder() as work:
        if found := clashes(run.folder, work):
            raise _changed(run.folder, found[0].text.nl)


def _changed(folder: Path, what: str) -> InputRefusedError:
    return InputRefusedError(
        nl=f"De run in {folder} is niet meer wat hij was ({what}). Kijk met zpm-audit verify; een gewijzigde run wordt "
        "niet ingepakt.",
        en=f"The run in {folder} is no longer what it was ({what}). Look with zpm-audit verify; a changed run is not "
        "packed.",
    )


def _output(one: _Chosen) -> dict[str, Piece]:
    """Return what the run wrote, and what proves its manifest."""
    folder, place = one.run.folder, one.packed.output
    names = [str(entry["pad"]) for entry in one.run.manifest["uitvoer"]]
    names += [MANIFEST, *(name for name in PROOFS if (folder / name).is_file())]
    return {f"{place}/{name}": folder / name for name in names}


def _rules(one: _Chosen) -> dict[str, Piece]:
    """Return the checks and limits that the run judged by: as an archive keeps them, or as they still stand."""
    rules: dict[str, bytes]
    if one.kept is not None:
        rules = dict(one.kept.checks)
    else:
        rules = {name: path.read_bytes() for name, path in catalogue_files(one.run.catalogue()).items()}
    other = strangers(rules, one.run.manifest)
    if other:
        raise InputRefusedError(
            nl=f"De checks van run {one.packed.run_id} zijn niet meer die van toen ({', '.join(other[:3])}). Noem met "
            "--archief het archief waar de run in staat, of zet de checks terug.",
            en=f"The checks of run {one.packed.run_id} are no longer those of then ({', '.join(other[:3])}). Name the "
            "archive that holds the run with --archief, or put the checks back.",
        )
    return {f"{one.packed.rules}/{name}": content for name, content in rules.items()}


def _beside(one: _Chosen) -> dict[str, Piece]:
    """Return the mapping, the code lists and the acceptances of the run, unless they changed since."""
    pieces: dict[str, Piece] = {}
    expected = {str(e["soort"]): str(e["sha256"]) for e in one.run.manifest["invoer"]}
    for kind in _BESIDE:
        for told, path in one.run.beside(kind).items():
            if hash_file(path).sha256 != expected[told]:
                raise _changed(path, "gewijzigd")
            if kind == "mapping":
                _refuse_secret(path)
            pieces[one.packed.beside(told, path.name)] = path
    return pieces


def _framework(one: _Chosen) -> dict[str, Piece] | None:
    """Return the control framework of the run; None where it is no longer what it was then.

    It decides on no verdict: a later framework is no reason to refuse an earlier run.
    """
    named = [str(e["sha256"]) for e in one.run.manifest["invoer"] if e["soort"] == "raamwerk"]
    try:
        there = one.run.beside("raamwerk")
    except UsageError:
        return None
    if any(hash_file(path).sha256 not in named for path in there.values()):
        return None
    return {one.packed.beside(told, path.name): path for told, path in there.items()}


def _refuse_secret(mapping: Path) -> None:
    """Refuse a mapping with a password in it: whoever gets the package would have it."""
    data = read_source(mapping, typed=False).data
    address = data.get("database") if isinstance(data, dict) else None
    if not isinstance(address, str) or not is_address(address):
        return
    if any("${" not in secret for secret in Address(address).secrets):
        raise UsageError(
            nl=f"In {mapping} staat een wachtwoord van de database. Zet het in een omgevingsvariabele (${{NAAM}}), "
            "draai de audit opnieuw en pak die in.",
            en=f"{mapping} holds a password of the database. Put it in an environment variable (${{NAME}}), run the "
            "audit again and pack that one.",
        )


@dataclass(frozen=True)
class _Histories:
    """What an archive says of the series of the runs: as files for the package, and what is wrong with their chains."""

    pieces: dict[str, Piece]
    broken: Mapping[str, tuple[str, ...]]


def _histories(chosen: list[_Chosen], archive: Archive | None) -> _Histories:
    if archive is None:
        return _Histories({}, {})
    series = list(dict.fromkeys(one.series for one in chosen if one.series))
    return _Histories(*history_pieces(archive, series))


def _facts(one: _Chosen, broken: Mapping[str, tuple[str, ...]], *, lost: bool) -> RunFacts:
    wrong = None if one.series is None else broken.get(one.series, ())
    proofs = tuple(_proofs(one.run.folder))
    return RunFacts(one.packed, one.run.manifest, one.run.result, one.series, wrong, proofs, framework_lost=lost)


def _proofs(folder: Path) -> Iterator[str]:
    yield from (name for name in PROOFS if (folder / name).is_file())
