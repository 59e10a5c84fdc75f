"""Every rule of the message finds the mistake that was planted against it, and no rule finds anything else.

Mistakes that go with the same header share a message: a rule that found one planted against another would count two.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from examples.gds801 import VIOLATIONS, Insured, Message, write
from zpm_audit.checks.model import Catalogue
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.run import judge
from zpm_audit.intake import read_export

pytestmark = pytest.mark.whole

FAR = date(2099, 12, 31)


def judged(message: Message, rules: Catalogue, work: Path) -> dict[str, tuple[Status, int, int]]:
    path = work / "bericht.xml"
    write(message, path)
    register = read_export(path, work=work)
    found = judge(register, rules, FAR, work / "oordelen").checks
    return {j.check.id: (j.status, j.counts.afwijking, j.counts.onbepaald) for j in found}


def named(insured: Insured, rule: str) -> Insured:
    """Give the lines of an insured numbers of their own, so that they can share a message."""
    mine = deepcopy(insured)
    mine.fields["PatientIdentificatienummer"] = f"{rule}-{mine.fields['PatientIdentificatienummer']}"
    for line in (*mine.debet, *mine.credit):
        for name in ("Referentienummer", "GerelateerdReferentienummer"):
            if name in line:
                line[name] = f"{rule}-{line[name]}"
        traject = line.get("AanvullendePrestatiegegevens", {}).get("Zorgtraject")
        if traject:
            traject["ZorgtrajectNummer"] = f"{rule}-{traject['ZorgtrajectNummer']}"
    return mine


def together(sound: Message) -> dict[str, tuple[Message, set[str]]]:
    """Return messages with planted mistakes, those with the same header in one."""
    shared: dict[str, tuple[Message, set[str]]] = {}
    for rule, spoil in VIOLATIONS.items():
        spoilt = deepcopy(sound)
        spoil(spoilt)
        spoilt.insured = [named(insured, rule) for insured in spoilt.insured]
        message, planted = shared.setdefault(repr((spoilt.header, spoilt.context, spoilt.total)), (spoilt, set()))
        planted.add(rule)
        if message is not spoilt:
            message.insured += spoilt.insured
    return shared


def test_every_rule_has_a_planted_mistake(rules: Catalogue) -> None:
    assert set(VIOLATIONS) == set(rules.checks)


def test_a_sound_message_breaks_no_rule(whole: Message, rules: Catalogue, work: Path) -> None:
    found = judged(whole, rules, work)
    assert {status for status, _, _ in found.values()} <= {Status.AKKOORD, Status.NIET_VAN_TOEPASSING}
    assert sum(status is Status.AKKOORD for status, _, _ in found.values()) > 20


def test_every_planted_mistake_is_found_by_its_rule_alone(
    message: Message, rules: Catalogue, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    seen: set[str] = set()
    for number, (spoilt, planted) in enumerate(together(message).values()):
        with subtests.test(rules=sorted(planted)):
            work = tmp_path / str(number)
            work.mkdir()
            found = judged(spoilt, rules, work)
            assert {check: wrong for check, (_, wrong, _) in found.items() if wrong} == dict.fromkeys(planted, 1)
            assert not {check for check, (_, _, unknown) in found.items() if unknown}
            seen |= planted
    assert seen == set(VIOLATIONS)


def test_every_rule_names_its_return_codes_and_stands_in_the_docs(rules: Catalogue) -> None:
    told = (Path(__file__).parents[3] / "docs" / "gds801.md").read_text(encoding="utf-8")
    for check in rules.checks.values():
        (norm,) = check.norm
        word, _, codes = str(norm.artikel).partition(" ")
        assert word in {"retourcode", "retourcodes"}
        assert norm.zekerheid == check.zekerheid == "B"
        assert f"| {check.id} | {codes} |" in told
        assert check.titel.nl in told
