"""Is everything still as the run left it? Recomputes every hash in the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.output.hashing import hash_files
from zpm_audit.output.manifest import SELF_HASH, self_hash
from zpm_audit.output.marks import LITTER, MAKER, MANIFEST, PROOFS, files_in, read_json

Group = Literal["uitvoer", "invoer", "checks"]
GROUPS: tuple[Group, ...] = ("uitvoer", "invoer", "checks")


class FileState(StrEnum):
    """What became of one file since the run."""

    ONGEWIJZIGD = "ongewijzigd"
    GEWIJZIGD = "gewijzigd"
    ONTBREEKT = "ontbreekt"
    NIET_GEVONDEN = "niet_gevonden"
    ONBEKEND = "onbekend"


@dataclass(frozen=True)
class FileOutcome:
    """One file: what the manifest says and what is there. ``ontbreekt`` is output that is gone; ``niet_gevonden`` is
    input or a check that may only have moved; ``onbekend`` is a file in the folder that the manifest does not name."""

    group: Group
    path: str
    state: FileState
    expected: str | None
    found: str | None
    #: Where it was looked at, and another recorded place of it that holds something else.
    checked: Path | None = None
    elsewhere: Path | None = None


@dataclass(frozen=True)
class VerifyOutcome:
    """The outcome for a whole run."""

    rundir: Path
    manifest_intact: bool
    files: tuple[FileOutcome, ...]
    queries: int = 0

    @property
    def changed(self) -> bool:
        """Tell whether anything is not exactly as the run left it. What could not be found was not verified."""
        return not self.manifest_intact or any(f.state is not FileState.ONGEWIJZIGD for f in self.files)

    def group(self, group: Group) -> tuple[FileOutcome, ...]:
        """Return the files of one group."""
        return tuple(f for f in self.files if f.group == group)


@dataclass(frozen=True)
class _Expected:
    group: Group
    path: str
    sha256: str
    places: tuple[Path, ...]


def verify(rundir: Path) -> VerifyOutcome:
    """Compare the folder of a run, its input and its checks with its manifest."""
    content = _read(rundir)
    expected = _expectations(rundir, content)
    present = {e: [place for place in e.places if place.is_file()] for e in expected}
    hashes = hash_files(place for places in present.values() for place in places)
    outcomes = [_judge(e, {place: hashes[place].sha256 for place in places}) for e, places in present.items()]
    named = {e.path for e in expected if e.group == "uitvoer"} | {MANIFEST, *PROOFS}
    strangers = [name for name in files_in(rundir) if name not in named and PurePosixPath(name).name not in LITTER]
    inside = {place.resolve() for e in expected if e.group != "uitvoer" for place in e.places}
    unknown = [
        FileOutcome("uitvoer", name, FileState.ONBEKEND, None, None)
        for name in strangers
        if (rundir / name).resolve() not in inside
    ]
    intact = content.get(SELF_HASH) == self_hash(content)
    queries = content.get("databases")
    return VerifyOutcome(rundir, intact, (*outcomes, *unknown), len(queries) if isinstance(queries, list) else 0)


def _judge(expected: _Expected, found: Mapping[Path, str]) -> FileOutcome:
    """Judge a file where it stands seen from the run, or else where it was once said to be.

    An original that was kept in the one place does not excuse what the other one holds.
    """
    if not found:
        state = FileState.ONTBREEKT if expected.group == "uitvoer" else FileState.NIET_GEVONDEN
        return FileOutcome(expected.group, expected.path, state, expected.sha256, None)
    (checked, sha256), *others = found.items()
    same = sha256 == expected.sha256
    return FileOutcome(
        group=expected.group,
        path=expected.path,
        state=FileState.ONGEWIJZIGD if same else FileState.GEWIJZIGD,
        expected=expected.sha256,
        found=sha256,
        checked=checked,
        elsewhere=next((place for place, other in others if other != sha256), None),
    )


def _read(rundir: Path) -> dict[str, Any]:
    path = rundir / MANIFEST
    if not path.is_file():
        raise UsageError(
            nl=f"In {rundir} staat geen {MANIFEST}. Geef de map van een run: de map met rapport.html en {MANIFEST}.",
            en=f"{rundir} has no {MANIFEST}. Give the folder of a run: the one with rapport.html and {MANIFEST}.",
        )
    content = read_json(path)
    if content is None:
        raise UsageError(
            nl=f"{path} is geen leesbare JSON. Het bestand is beschadigd of met de hand gewijzigd; zonder manifest "
            "is niet na te gaan of deze run ongewijzigd is. Haal het terug uit een reservekopie.",
            en=f"{path} is not readable JSON. The file is damaged or edited by hand; without a manifest nobody can "
            "tell whether this run is unchanged. Restore it from a backup.",
        )
    if content.get("gemaakt_door") != MAKER:
        raise _not_ours(path)
    return content


def _not_ours(path: Path) -> UsageError:
    return UsageError(
        nl=f"{path} is geen manifest van zpm-audit, of er ontbreken gegevens. Geef de map van een run van zpm-audit.",
        en=f"{path} is no manifest of zpm-audit, or parts of it are missing. Give the folder of a run of zpm-audit.",
    )


def _expectations(rundir: Path, content: dict[str, Any]) -> list[_Expected]:
    try:
        checks = _places(rundir, content["checks_map"])
        outputs = [_output(rundir, entry) for entry in content["uitvoer"]]
        inputs = [_Expected("invoer", str(e["pad"]), str(e["sha256"]), _places(rundir, e)) for e in content["invoer"]]
        rules = [
            _Expected("checks", str(e["pad"]), str(e["sha256"]), tuple(place / str(e["pad"]) for place in checks))
            for e in content["checks"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise _not_ours(rundir / MANIFEST) from error
    return [*outputs, *inputs, *rules]


def _output(rundir: Path, entry: dict[str, Any]) -> _Expected:
    name = PurePosixPath(entry["pad"])
    if name.is_absolute() or ".." in name.parts:
        raise ValueError(f"output outside the folder: {name}")
    return _Expected("uitvoer", str(name), str(entry["sha256"]), (rundir / name,))


def _places(rundir: Path, entry: dict[str, Any]) -> tuple[Path, ...]:
    """Return where a file may be: seen from the folder of the run, and as the user once wrote it."""
    return tuple(dict.fromkeys((rundir / str(entry["vanaf_uitvoer"]), Path(str(entry["pad"])))))


_GROUP: dict[Group, Text] = {
    "uitvoer": Text("uitvoer", "output"),
    "invoer": Text("invoer", "input"),
    "checks": Text("checks", "checks"),
}
_STATE: dict[FileState, Text] = {
    FileState.ONGEWIJZIGD: Text("ongewijzigd", "unchanged"),
    FileState.GEWIJZIGD: Text("gewijzigd", "changed"),
    FileState.ONTBREEKT: Text("ontbreekt", "missing"),
    FileState.NIET_GEVONDEN: Text("niet gevonden", "not found"),
    FileState.ONBEKEND: Text("onbekend bestand", "unknown file"),
}
_SAME = Text(
    "Er is niets gewijzigd: alle {count} bestanden hebben de sha256 uit het manifest.",
    "Nothing changed: all {count} files have the sha256 of the manifest.",
)
_DIFFERENT = Text(
    "Niet alles is zoals de run het achterliet: {what}.",
    "Not everything is as the run left it: {what}.",
)
_OUTPUT_SAME = Text(
    "De uitvoer is ongewijzigd. Niet alles kon worden nagegaan: {what}.",
    "The output is unchanged. Not everything could be verified: {what}.",
)
_EDITED = Text(
    "manifest.json zelf is na de run gewijzigd: de sha256 over zijn inhoud klopt niet. De vergelijking hieronder "
    "bewijst daarom niets; haal het manifest terug uit een reservekopie.",
    "manifest.json itself was changed after the run: the sha256 over its content is wrong. The comparison below "
    "therefore proves nothing; restore the manifest from a backup.",
)
_QUERIES = Text(
    "database: van {count} vragen staan rijen en sha256 in het manifest; de database is niet opnieuw gelezen",
    "database: rows and sha256 of {count} queries stand in the manifest; the database was not read again",
)
_IN = Text("nagegaan in", "looked at in")
_ELSEWHERE = Text(
    " (op {place} staat een bestand met een andere inhoud)", " (at {place} there is a file with another content)"
)
#: So many folders are named.
_NAMED = 3
_MOVED = Text(
    "Invoer of checks die niet gevonden zijn, zijn niet nagegaan: ze kunnen verplaatst zijn. Zet ze terug op hun "
    "plaats en draai verify opnieuw.",
    "Input or checks that were not found were not verified: they may have moved. Put them back and run verify again.",
)


def verify_lines(outcome: VerifyOutcome, language: Language = "nl") -> list[str]:
    """Return the outcome as lines for the user: the answer first, then every file that is not as it was."""
    lines = [_answer(outcome, language)]
    if not outcome.manifest_intact:
        lines.append(_EDITED.in_(language))
    for group in GROUPS:
        files = outcome.group(group)
        counts = ", ".join(
            f"{sum(f.state is state for f in files)} {text.in_(language)}"
            for state, text in _STATE.items()
            if any(f.state is state for f in files)
        )
        lines.append(f"{_GROUP[group].in_(language)}: {counts or 0}{_where(files, language)}")
    if outcome.queries:
        lines.append(_QUERIES.in_(language).format(count=outcome.queries))
    told = (f for f in outcome.files if f.state is not FileState.ONGEWIJZIGD or f.elsewhere is not None)
    lines += [_line(f, language) for f in told]
    if any(f.state is FileState.NIET_GEVONDEN for f in outcome.files):
        lines.append(_MOVED.in_(language))
    return lines


def _answer(outcome: VerifyOutcome, language: Language) -> str:
    if not outcome.changed:
        return _SAME.in_(language).format(count=len(outcome.files))
    parts = [] if outcome.manifest_intact else [MANIFEST]
    for state, text in _STATE.items():
        count = sum(f.state is state for f in outcome.files)
        if count and state is not FileState.ONGEWIJZIGD:
            parts.append(f"{count} {text.in_(language)}")
    # Who has only the folder of a run misses the export beside it; nothing in the folder was touched.
    told = {f.state for f in outcome.files} - {FileState.ONGEWIJZIGD}
    said = _OUTPUT_SAME if outcome.manifest_intact and told == {FileState.NIET_GEVONDEN} else _DIFFERENT
    return said.in_(language).format(what=", ".join(parts))


def _where(files: Sequence[FileOutcome], language: Language) -> str:
    """Return the folders that were looked in."""
    folders = list(dict.fromkeys(str(f.checked.resolve().parent) for f in files if f.checked is not None))
    # What lies in a folder that is named already is no other place.
    tops = [one for one in folders if not any(one != other and Path(one).is_relative_to(other) for other in folders)]
    named = ", ".join(tops[:_NAMED]) + (", …" if len(tops) > _NAMED else "")
    return f" ({_IN.in_(language)} {named})" if named else ""


def _line(file: FileOutcome, language: Language) -> str:
    line = f"  {_STATE[file.state].in_(language)}: {_GROUP[file.group].in_(language)} {file.path}"
    if file.state is FileState.GEWIJZIGD and file.expected and file.found:
        line += f" (sha256 {file.expected[:12]}… → {file.found[:12]}…)"
        if file.checked is not None:
            line += f": {file.checked.resolve()}"
    if file.elsewhere is not None:
        line += _ELSEWHERE.in_(language).format(place=file.elsewhere.resolve())
    return line
