"""Reads ``zpm-audit.yaml``: types, paths and environment variables are checked before anything is done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zpm_audit.base.environment import filled_address, filled_in
from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.owners import Owner, Owners
from zpm_audit.base.settings import Given, shown
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.checks.wording import shape_problems
from zpm_audit.configuration.model import ConfigurationFile
from zpm_audit.intake.databases.address import is_address

FILE_NAME = "zpm-audit.yaml"
_VARIABLE_ONLY = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
#: An address is filled in where it is used, as an address needs it.
_LATER: frozenset[PathKey] = frozenset({("export",), ("archief",)})
_PASSWORD: PathKey = ("melden", "wachtwoord")
#: Keys that name something that must be there.
_FILES = ("mapping", "codelijst", "declaratie", "grootboek", "parameters", "acceptaties", "raamwerk")
_FOLDERS = ("extra_checks", "werkprogramma")


@dataclass(frozen=True)
class Configuration:
    """A configuration that was read; ``file`` holds its values, and the methods what they mean from here."""

    path: Path
    file: ConfigurationFile
    source: YamlText

    def there(self, written: str) -> Path:
        """Return a path of the file: it counts from the folder that the file is in."""
        path = Path(written).expanduser()
        return path if path.is_absolute() else self.path.parent / path

    def settings(self) -> dict[str, Given]:
        """Return the settings that checks depend on, as they were written and where."""
        return {
            name: Given(shown(value) if not isinstance(value, str) else value, self.place("instellingen", name))
            for name, value in self.file.instellingen.items()
        }

    def owners(self) -> Owners:
        """Return who has to act on what."""
        said = {"themas": self.file.eigenaren.themas, "checks": self.file.eigenaren.checks}
        owners = {
            kind: {key: Owner(one.eigenaar or "", one.dagen) for key, one in group.items()}
            for kind, group in said.items()
        }
        places = {f"{kind}/{key}": self.place("eigenaren", kind, key) for kind, group in said.items() for key in group}
        return Owners(owners["themas"], owners["checks"], places)

    def place(self, *at: str) -> str:
        """Return the file and the line of a key."""
        return f"{self.path}:{self.source.marks.get(at, (1, 1))[0]}"


def load_configuration(
    path: Path, overridden: Collection[str] = (), *, needed: Collection[str] | None = None
) -> Configuration:
    """Read a configuration; what is wrong with it is a UsageError with file and line.

    What the command line gives (``overridden``) is not looked for: it goes before the file. With ``needed`` only those
    keys are read.
    """
    if path.is_dir():
        path = path / FILE_NAME
    source = read_source(path)
    if source.problems:
        raise _refused(source.problems)
    if not isinstance(source.data, dict):
        what = Text("een configuratie bestaat uit regels 'sleutel: waarde'", "a configuration has lines 'key: value'")
        raise _refused([source.problem((), what, Text("begin met export: MAP", "start with export: FOLDER"))])
    problems: list[Problem] = list(_written_password(source))
    asked = {k: v for k, v in source.data.items() if v is not None and (needed is None or k in needed)}
    data = _filled(source, asked, (), problems)
    try:
        file = ConfigurationFile.model_validate(data)
    except ValidationError as error:
        raise _refused([*problems, *shape_problems(source, ConfigurationFile, error)]) from None
    found = Configuration(path, file, source)
    problems = problems or list(_missing(found, overridden))
    if problems:
        raise _refused(problems)
    return found


def _refused(problems: Iterable[Problem]) -> UsageError:
    told = [p.text() for p in sorted(problems, key=lambda p: (p.line, p.column))]
    return UsageError(nl="\n".join(t.nl for t in told), en="\n".join(t.en for t in told))


def _written_password(source: YamlText) -> Iterator[Problem]:
    mail = source.data.get("melden")
    password = mail.get("wachtwoord") if isinstance(mail, dict) else None
    if password is not None and not _VARIABLE_ONLY.fullmatch(str(password)):
        what = Text("een wachtwoord staat niet in een bestand", "a password does not belong in a file")
        hint = Text("zet het in een variabele: ${ZPM_MAIL_WACHTWOORD}", "put it in a variable: ${ZPM_MAIL_WACHTWOORD}")
        yield source.problem(_PASSWORD, what, hint)


def _filled(source: YamlText, given: Any, at: PathKey, problems: list[Problem]) -> Any:
    """Return the values with those of the environment variables that they name."""
    if isinstance(given, dict):
        return {name: _filled(source, value, (*at, name), problems) for name, value in given.items()}
    if isinstance(given, list):
        return [_filled(source, value, (*at, i), problems) for i, value in enumerate(given)]
    if not isinstance(given, str) or "${" not in given:
        return given
    later = at in _LATER and is_address(given)
    try:
        value = (filled_address if later else filled_in)(given, "", "")
    except UsageError as error:
        what, _, hint = error.text.nl.removeprefix(": ").partition(". ")
        what_en, _, hint_en = error.text.en.removeprefix(": ").partition(". ")
        problems.append(source.problem(at, Text(what, what_en), Text(hint.rstrip("."), hint_en.rstrip("."))))
        return given
    return given if later else value


def _missing(found: Configuration, overridden: Collection[str]) -> Iterator[Problem]:
    """Yield the paths at which there is nothing, or something else than there should be."""
    for at, written in _paths(found):
        if at[0] in overridden:
            continue
        path, folder = found.there(written), at[0] in _FOLDERS
        anything = at[0] == "export"
        try:
            right = path.exists() if anything else path.is_dir() if folder else path.is_file()
            there = path.exists()
        except OSError as error:
            why = os_reason(error)
            what = Text(f"{path} is niet te bereiken: {why.nl}", f"{path} cannot be reached: {why.en}")
            yield found.source.problem(at, what, Text("kijk naar de rechten", "look at the permissions"))
            continue
        if right:
            continue
        kind = Text("map", "folder") if folder else Text("map of bestand", "folder or file")
        kind = kind if folder or anything else Text("bestand", "file")
        what = Text(f"{path} bestaat niet", f"{path} does not exist")
        if there:
            what = Text(f"{path} is geen {kind.nl}", f"{path} is no {kind.en}")
        yield found.source.problem(at, what, _near(path) or _COUNTS_FROM)


_COUNTS_FROM = Text("een pad telt vanaf de map van dit bestand", "a path counts from the folder of this file")


def _near(path: Path) -> Text | None:
    try:
        beside = [one.name for one in path.parent.iterdir()]
    except OSError:
        return None
    return did_you_mean(path.name, beside)


def _paths(found: Configuration) -> Iterator[tuple[PathKey, str]]:
    file = found.file
    if file.export is not None and not is_address(file.export):
        yield ("export",), file.export
    for key in (*_FILES, *_FOLDERS):
        value = getattr(file, key)
        at: PathKey = (key,)
        if key in {"codelijst", "acceptaties", "grootboek"} and value is not None:
            inner = "bestanden" if key == "codelijst" else "bestand"
            value = getattr(value, inner)
            at = (key, inner) if (key, inner) in found.source.marks else at
        if isinstance(value, str):
            yield at, value
        for i, one in enumerate(value if isinstance(value, tuple) else ()):
            yield ((*at, i) if (*at, i) in found.source.marks else at), one
