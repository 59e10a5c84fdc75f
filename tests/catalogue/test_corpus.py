"""The health of the catalogue that comes with the tool: complete, cited, dated, used, and in plain Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.fingerprints import COMMAND, noted
from zpm_audit.catalogue.loader import DEFINITIONS, FINGERPRINTS, check_files, load_catalogue
from zpm_audit.checks.blocks import BLOCKS
from zpm_audit.checks.model import Catalogue, Check, Definitie
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import Scope, definition_reads
from zpm_audit.checks.shape import Bilingual
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context, read_reference
from zpm_audit.engine.proof.typecheck import empty_register
from zpm_audit.engine.units import comparing_key

IDS = sorted(path.stem for path in check_files(catalogue_dir()))
#: Words of English that no Dutch sentence of a check has.
ENGLISH = re.compile(
    r"\b(the|and|of the|must|should|cannot|when|where|there|no more than|at least|which|with)\b", re.IGNORECASE
)
DUTCH = re.compile(r"\b(het|een|niet|moet|binnen|geen|wordt|zijn|of een|naar|maar)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_every_theme_has_checks_and_every_folder_is_a_theme(catalogue: Catalogue) -> None:
    assert {check.thema for check in catalogue.checks.values()} == set(catalogue.definitions.themas)
    folders = {path.parent.name for path in check_files(catalogue_dir())}
    assert folders == set(catalogue.definitions.themas)


def test_no_check_is_lost(catalogue: Catalogue) -> None:
    """Numbers follow each other, and what was there at the last release or change is still there."""
    numbers: dict[str, list[int]] = {}
    for check_id in catalogue.checks:
        numbers.setdefault(check_id[4:6], []).append(int(check_id[7:]))
    assert {letters: n for letters, n in numbers.items() if n != list(range(1, len(n) + 1))} == {}
    assert set(noted(catalogue) or {}) - set(catalogue.checks) == set(), f"was dat de bedoeling, draai dan: {COMMAND}"


def test_every_file_is_a_check_or_its_cases() -> None:
    folder = catalogue_dir()
    known = {*check_files(folder), folder / DEFINITIONS, folder / FINGERPRINTS}
    known |= {p.with_name(p.stem + ".gevallen.yaml") for p in check_files(folder)}
    known |= {*folder.glob("intake/*"), *folder.glob("referentie/*.csv"), *folder.glob("referentie/normmatrix/*.csv")}
    assert {p for p in folder.rglob("*") if p.is_file()} == known


@pytest.mark.parametrize("check_id", IDS)
def test_every_check_is_cited(check_id: str, catalogue: Catalogue) -> None:
    check = catalogue.checks[check_id]
    assert check.zekerheid in "ZABC"
    assert all(len(norm.bron) > 10 for norm in check.norm)
    for norm in check.norm:
        assert date(2022, 1, 1) <= norm.geldig_van <= norm.geverifieerd_op
    for parameter in check.parameters.values():
        assert all(len(value.bron) > 5 for value in parameter.waarden)


@pytest.mark.parametrize("check_id", IDS)
def test_parameters_have_one_value_on_every_day_of_the_norm(check_id: str, catalogue: Catalogue) -> None:
    check = catalogue.checks[check_id]
    begin = min(n.geldig_van for n in check.norm)
    ends = [n.geldig_tot for n in check.norm]
    until = max((e for e in ends if e), default=None) if None not in ends else None
    days = [begin + timedelta(days=n) for n in range(((until or date(2030, 12, 31)) - begin).days + 1)]
    for name, parameter in check.parameters.items():
        for day in days:
            holding = [v for v in parameter.waarden if (v.vanaf or day) <= day <= (v.tot or day)]
            assert len(holding) == 1, (name, day)


@pytest.mark.parametrize("check_id", IDS)
def test_every_check_has_cases_that_are_complete(check_id: str, catalogue: Catalogue) -> None:
    assert load_cases(catalogue, check_id).file.check == check_id


def test_what_a_check_may_split_its_work_on_follows_where_it_looks_at_other_rows(catalogue: Catalogue) -> None:
    context = Context(empty_register(), catalogue, date(2024, 12, 31))
    for check in catalogue.checks.values():
        if any(d.over_rows for d in check.afgeleid.values()):
            assert comparing_key(context, check), check.id


def definitions_of(catalogue: Catalogue) -> Iterator[Definitie]:
    for shared in catalogue.definitions.afgeleid.values():
        yield from shared.values()
    for check in catalogue.checks.values():
        yield from check.afgeleid.values()


def test_every_block_is_used_or_explained(catalogue: Catalogue) -> None:
    used = {type(d.blok) for d in definitions_of(catalogue) if d.blok}
    text = (Path(__file__).parents[2] / "docs" / "checktaal.md").read_text(encoding="utf-8")
    for name, block in BLOCKS.items():
        assert block in used or f"`{name}:" in text, name
        assert block.__doc__, name


def reads_of(catalogue: Catalogue, check: Check) -> set[tuple[str, str]]:
    """Return every (table, name) that a check reads, through look-ups too."""
    references = {n: tuple(read_reference(p).columns) for n, p in catalogue.references.items()}
    table = check.populatie.tabel
    own = Scope(catalogue.definitions, table, references, check)
    names = set(verdict_reads(check) | evidence_reads(check)) | {p.op for p in check.parameters.values()}
    names |= {n for d in check.afgeleid.values() for n in definition_reads(d)}
    if check.populatie.groep:
        names |= check.populatie.groep.reads
    todo = [(own, n) for n in names]
    if check.impact and check.impact.som_van:
        rows = own.other("prestaties")
        todo += [(rows, n) for n in parse(check.impact.som_van.waar).reads if n in rows.known]
    seen: set[tuple[str, str]] = set()
    while todo:
        scope, name = todo.pop()
        if (scope.table, name) in seen:
            continue
        seen.add((scope.table, name))
        todo += [(scope, n) for n in scope.direct_reads(name)]
        if name in scope.fields:
            link = scope.fields[name]
            todo += [(scope.other(link.koppel.tabel), n) for n in link.their_reads]
    return seen


def test_every_shared_definition_is_used(catalogue: Catalogue) -> None:
    used = {pair for check in catalogue.checks.values() for pair in reads_of(catalogue, check)}
    again = catalogue.definitions.herrekening
    assert again is not None
    theirs = {again.lijst_klasse, *again.lijst_sleutel, *again.anders_sleutel}
    ours = {again.klasse, *again.klasse_uit, *again.lijst_sleutel.values(), *again.anders_sleutel.values()}
    for table, names in (("codelijst", theirs), ("prestaties", ours)):
        scope = Scope(catalogue.definitions, table, dict.fromkeys(catalogue.references, ()))
        used |= {(table, n) for n in scope.closure(names)}
    shared = {(t, n) for t, names in catalogue.definitions.afgeleid.items() for n in names}
    shared |= {
        (t, n) for t, links in catalogue.definitions.koppel.items() for link in links.values() for n in link.velden
    }
    assert shared - used == set()


def test_every_reference_list_names_its_source_and_certainty(catalogue: Catalogue) -> None:
    assert catalogue.references
    for path in catalogue.references.values():
        lines = path.read_text(encoding="utf-8").splitlines()
        head = " ".join(line for line in lines[:5] if line.startswith("#"))
        assert len(head) > 40, path.name
        frame = read_reference(path)
        # One certainty for the whole list, or one per row.
        whole = re.search(r"zekerheid [ZABC]\b", head, re.IGNORECASE)
        assert whole or frame["zekerheid"].is_in(["Z", "A", "B", "C"]).all(), path.name
        assert frame.height, path.name
        assert frame.is_unique().all(), path.name


def sentences(value: Any) -> Iterator[Bilingual]:
    if isinstance(value, Bilingual):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sentences(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)


def test_texts_are_finished_and_in_their_own_language(catalogue: Catalogue) -> None:
    for model in [catalogue.definitions, *catalogue.checks.values()]:
        for words in sentences(model):
            for text in (words.nl, words.en):
                assert not re.search(r"TODO|FIXME|XXX|\?\?", text), text
                assert text == text.strip()
                assert "  " not in text
            bare = re.sub(r"\{[a-z_0-9]+\}", "", words.nl)
            assert not ENGLISH.search(bare), words.nl
            assert not DUTCH.search(re.sub(r"\{[a-z_0-9]+\}", "", words.en)), words.en


def test_files_hold_no_remarks_of_unfinished_work() -> None:
    for path in catalogue_dir().rglob("*"):
        if path.is_file():
            assert not re.search(r"TODO|FIXME|XXX", path.read_text(encoding="utf-8")), path.name
