"""Takes the last patients out of everything that an audit found, before any of it is written for the user."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from zpm_audit.commands.options import Options
from zpm_audit.findings.covered import Covering
from zpm_audit.intake.contract import ContractOutcome
from zpm_audit.reconciliation.model import Ledger
from zpm_audit.reports.build import Found

_RECALCULATED = ("prestatie_id", "zorgtraject_id", "behandelaar_id", "uzovi", "prestatiecode")
_DIFFERING = ("prestatie_id", "prestatiecode_export", "prestatiecode_bericht")
#: What an acceptance says in words of its own; its id is what findings carry.
_SAID = ("waar", "onderwerp_id", "bevinding_id", "reden", "door", "tweede", "bewijs")


def without_patients(found: Found, covering: Covering, *, traceable: bool) -> Found:
    """Return what was found with pseudonyms for patients in it, unless the user asked for their numbers.

    The lists of findings, the recalculation and the differences with the claim are covered where they stand.
    """
    if traceable:
        return replace(found, audit=covering.audit(found.audit, traceable=True))
    with ThreadPoolExecutor(1) as beside:
        listed = beside.submit(_cover_rows, found, covering)
        audit = covering.audit(found.audit, traceable=False)
        listed.result()
    if found.recalculation.rows is not None:
        cells = covering.frame(found.recalculation.cells, ["uzovi"])
        found = replace(found, recalculation=replace(found.recalculation, cells=cells))
    ledger = found.reconciliation.ledger
    if ledger is not None:
        reconciliation = replace(found.reconciliation, ledger=without_people(ledger, covering))
        found = replace(found, reconciliation=reconciliation)
    contract = _without_patients(found.contract, covering)
    return replace(found, audit=audit, contract=contract, notes=covering.texts(found.notes))


def _cover_rows(found: Found, covering: Covering) -> None:
    """Cover the files that have a row for a prestatie, found or not, where they stand."""
    if found.recalculation.rows is not None:
        covering.file(found.recalculation.rows, _RECALCULATED)
    if found.reconciliation.claim is not None:
        covering.file(found.reconciliation.claim.listed, _DIFFERING)


def without_people(ledger: Ledger, covering: Covering) -> Ledger:
    """Cover what an auditfile tells in free text: the descriptions of accounts, and who keeps the books."""
    texts = [*ledger.accounts.values(), ledger.company]
    made = covering.made(pl.Series(texts, dtype=pl.String))
    accounts = {code: made.get(name, name) for code, name in ledger.accounts.items()}
    return replace(ledger, accounts=accounts, company=made.get(ledger.company, ledger.company))


def _without_patients(contract: ContractOutcome, covering: Covering) -> ContractOutcome:
    """Cover the values that the data contract shows as an example."""
    made = covering.made(pl.Series([e for r in contract.results for e in r.examples], dtype=pl.String))
    results = (replace(r, examples=tuple(made.get(e, e) for e in r.examples)) for r in contract.results)
    return replace(contract, results=tuple(results))


def acceptances_without_patients(found: Found, covering: Covering, options: Options) -> Found:
    """Cover what acceptances say: who writes one may name a patient by the number of the export."""
    audit = found.audit
    if audit.accepted is None or options.traceable:
        return found
    entries = [one.entry for one in audit.accepted.applied]
    texts = [getattr(entry, name) for entry in entries for name in _SAID]
    made = covering.made(pl.Series(texts, dtype=pl.String))
    said = [{n: made[text] for n in _SAID if (text := getattr(entry, n)) in made} for entry in entries]
    applied = tuple(
        replace(one, entry=one.entry.model_copy(update=new))
        for one, new in zip(audit.accepted.applied, said, strict=True)
    )
    return replace(found, audit=replace(audit, accepted=replace(audit.accepted, applied=applied)))
