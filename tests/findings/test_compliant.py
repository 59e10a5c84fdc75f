"""Which vanished findings are about a unit that complies: asked of every check, on its own cases."""

from __future__ import annotations

import polars as pl
import pytest

from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.pseudonyms import pseudonyms as pseudonyms_of
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.catalogue.prove import batches
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import CODE, evidence
from zpm_audit.engine.proof.typecheck import plan
from zpm_audit.engine.verdicts import VOLDOET
from zpm_audit.findings.compliant import compliant

KEY = Key(b"een sleutel voor deze test")
#: Of every kind one: a row by itself, rows that are compared, a group, a patient, a key of more columns.
SOME = ("ZPM-PR-01", "ZPM-CO-04", "ZPM-PF-01", "ZPM-FA-03", "ZPM-CT-01", "ZPM-BH-01")
CATALOGUE = load_catalogue()


def disagreements(catalogue: Catalogue, check_id: str) -> tuple[int, list[str]]:
    """Return how many units of the first cases of a check comply, and which of all units are told apart wrongly."""
    check = catalogue.checks[check_id]
    batch = batches(check, load_cases(catalogue, check_id).file, catalogue.definitions.geleverd)[0]
    context = Context(batch.register, catalogue, batch.peildatum, settings=batch.instellingen)
    keyed = Context(batch.register, catalogue, batch.peildatum, settings=batch.instellingen, key=KEY)
    units = evidence(keyed, check, plan(keyed, check), "nl").collect()
    names = pseudonyms_of(units["patient_id"], KEY)
    subject = pl.col("pseudoniem") if check.onderwerp == "patient" else pl.coalesce(":vast", "onderwerp_id")
    apart = pl.format("|{}", ":onderscheid").fill_null("")
    ids = units.join(names, on="patient_id", how="left").select(
        CODE, bevinding_id=pl.concat_str(pl.lit(f"{check_id}:"), subject, apart)
    )
    # An id that no unit has is about a row that is gone.
    asked = [*ids["bevinding_id"].drop_nulls(), f"{check_id}:weg"]
    found = compliant(context, pl.DataFrame({"check_id": check_id, "bevinding_id": asked}), KEY)
    expected = ids.filter(pl.col(CODE) == VOLDOET)["bevinding_id"]
    return expected.len(), sorted(set(expected) ^ set(found))


@pytest.mark.parametrize("check_id", SOME)
def test_only_a_unit_that_complies_is_solved(check_id: str) -> None:
    number, wrong = disagreements(CATALOGUE, check_id)
    assert wrong == []
    assert number > 0


@pytest.mark.slow
@pytest.mark.parametrize("check_id", CATALOGUE.checks)
def test_only_a_unit_that_complies_is_solved_for_every_check(check_id: str) -> None:
    assert disagreements(CATALOGUE, check_id)[1] == []
