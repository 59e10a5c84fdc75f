"""What a check says in words as its limit has an English word, so that the English report speaks no Dutch."""

from __future__ import annotations

import re

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.reports.words.limits import LIMIT, PLAIN

#: Codes and terms of the NZa, the same in every language.
_TERMS = re.compile(r"[0-9, -]+|zvw|fz|anders|zorgtraject|consulten")


def test_every_limit_in_words_has_its_english() -> None:
    known = {text.nl for text in LIMIT}
    said = {
        (check.id, words)
        for check in load_catalogue().checks.values()
        for words in re.findall(r"'([^']*)'", check.grens)
        if not _TERMS.fullmatch(words)
    }
    assert len(said) > 30
    assert {(check_id, words) for check_id, words in said if words not in known} == set()


def test_every_unit_of_a_parameter_has_its_english() -> None:
    known = {text.nl for text in PLAIN}
    units = {p.eenheid for check in load_catalogue().checks.values() for p in check.parameters.values()}
    assert {unit for unit in units if unit not in known and not _TERMS.fullmatch(unit)} == set()
