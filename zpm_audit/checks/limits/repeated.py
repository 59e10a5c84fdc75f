"""Finds sentences that repeat a limit in their own words: they would go stale when the limit changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zpm_audit.base.language import Language, Text
from zpm_audit.base.yaml_source import Problem, YamlText
from zpm_audit.checks.limits.forms import FORMS
from zpm_audit.checks.limits.sentences import Sentence, limits_of, sentences
from zpm_audit.checks.model import Parameter

_BRACES = re.compile(r"\{[^{}]*\}")
#: Words as short as these are said of much else.
_COMMON = {"nul", "een", "twee", "zero", "one", "two", "a", "0", "1"}


def repeated_limits(source: YamlText) -> list[Problem]:
    """Return every sentence of a check file, shared limits taken over, that says the value of a limit itself."""
    limits = limits_of(source.data)
    return [problem for sentence in sentences(source.data) for problem in _repeats(source, sentence, limits)]


def _repeats(source: YamlText, sentence: Sentence, limits: Mapping[str, Parameter]) -> Iterator[Problem]:
    text = " ".join(_BRACES.sub(" ", sentence.text).split())
    told: set[str] = set()
    for said, wanted in _ways(limits, sentence.language, per_unit=sentence.per_unit):
        if said not in told and re.search(rf"(?<![\w.,:-]){re.escape(said)}(?![\w:]|[.,]\d)", text, re.IGNORECASE):
            told.add(said)
            yield source.problem(
                sentence.at,
                Text(
                    f"de zin noemt '{said}', dat is de waarde van een parameter",
                    f"the sentence says '{said}', which is the value of a parameter",
                ),
                Text(f"schrijf {wanted}{_ELSE.nl}", f"write {wanted}{_ELSE.en}"),
            )


_ELSE = Text(
    ", of {getal} als het getal iets anders is", ", or the number in braces where it is something else than the limit"
)


def _ways(limits: Mapping[str, Parameter], language: Language, *, per_unit: bool) -> Iterator[tuple[str, str]]:
    """Yield how each limit can be said, with what to write instead."""
    for name, limit in limits.items():
        for value in limit.waarden:
            for form, make in FORMS.items():
                text = make(value.waarde, limit.eenheid)
                if text is None or text.in_(language) in _COMMON or (per_unit and form):
                    continue
                if form == "tijd" and "middernacht" not in limit.eenheid:
                    continue
                if form == "duur" and text.nl[0].isdigit():
                    continue
                if form in {"procent", "procentwoord"} and not isinstance(value.waarde, float):
                    continue
                yield text.in_(language), f"{{{name}:{form}}}" if form else f"{{{name}}}"
