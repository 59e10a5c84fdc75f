"""What a user may choose for a run (``instellingen`` of the catalogue): given as text, checked, and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import nearest
from zpm_audit.base.language import Text

#: A value that a user may choose.
Setting = bool | int | float
#: How far Great Expectations looks at the data contract.
Gx = Literal["standaard", "volledig", "uit"]
#: How the CSV files of an output are written: for every program, or for a Dutch Excel.
Csv = Literal["komma", "puntkomma"]
#: Who may read an output: its owner, or the group of the folder as well.
Access = Literal["prive", "groep"]
#: From which severity on deviations give exit code 1; or only those that are new or came back.
FailOn = Literal["fout", "signaal", "nieuw", "nooit"]

_WHOLE, _NUMBER = re.compile(r"[+-]?[0-9]{1,15}"), re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,15})?")
_YES, _NO = ("true", "ja", "waar", "yes"), ("false", "nee", "onwaar", "no")


@dataclass(frozen=True)
class Given:
    """A choice as it was written, and where."""

    text: str
    where: str


class Declared(Protocol):
    """A setting of the catalogue; what it stands on by itself tells its type."""

    @property
    def standaard(self) -> Setting:
        """Return the value when nothing is chosen."""


def parse_choices(texts: Iterable[str]) -> dict[str, Given]:
    """Return the choices of the command line, each ``naam=waarde``."""
    found: dict[str, Given] = {}
    for text in texts:
        name, mark, value = (part.strip() for part in text.partition("="))
        if not (name and mark and value):
            raise UsageError(
                nl=f"--instelling {text}: schrijf naam=waarde, bijvoorbeeld contract_hoogspecialistisch=ja.",
                en=f"--instelling {text}: write name=value, for example contract_hoogspecialistisch=ja.",
            )
        if name in found:
            raise UsageError(
                nl=f"--instelling {name} is twee keer gegeven. Noem haar één keer.",
                en=f"--instelling {name} was given twice. Name it once.",
            )
        found[name] = Given(value, "--instelling")
    return found


def chosen(given: Mapping[str, Given], declared: Mapping[str, Declared]) -> dict[str, Setting]:
    """Return the value of every setting: what was chosen, or else what it stands on by itself."""
    for name, choice in given.items():
        if name not in declared:
            raise _unknown(name, choice, declared)
    return {
        name: _typed(name, given[name], setting.standaard) if name in given else setting.standaard
        for name, setting in declared.items()
    }


def shown(value: Setting) -> str:
    """Return a value as the reports show it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _unknown(name: str, choice: Given, declared: Mapping[str, Declared]) -> UsageError:
    near = nearest(name, declared)
    known = ", ".join(declared)
    hint = Text(f" Wel bekend: {known}.", f" Known are: {known}.")
    if not known:
        hint = Text(" Deze checks hebben geen instellingen.", " These checks have no settings.")
    if near:
        hint = Text(f" Bedoelt u {near}?", f" Did you mean {near}?")
    return UsageError(
        nl=f"{choice.where}: de checks kennen geen instelling '{name}'.{hint.nl}",
        en=f"{choice.where}: the checks have no setting '{name}'.{hint.en}",
    )


def _typed(name: str, choice: Given, standard: Setting) -> Setting:
    text = choice.text.strip().lower()
    if isinstance(standard, bool):
        if text in _YES + _NO:
            return text in _YES
        raise _wrong(name, choice, Text("ja of nee", "ja or nee"))
    if isinstance(standard, int):
        if _WHOLE.fullmatch(text):
            return int(text)
        raise _wrong(name, choice, Text("een geheel getal", "a whole number"))
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    raise _wrong(name, choice, Text("een getal", "a number"))


def _wrong(name: str, choice: Given, expected: Text) -> UsageError:
    return UsageError(
        nl=f"{choice.where}: '{choice.text}' kan niet bij instelling {name}; verwacht wordt {expected.nl}.",
        en=f"{choice.where}: '{choice.text}' is not possible for setting {name}; expected is {expected.en}.",
    )
