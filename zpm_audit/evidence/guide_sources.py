"""What the guide says of the source data: what was read per table, and whether it agrees with what others counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zpm_audit.evidence.guide_opinion import Table
from zpm_audit.reports.figures.format import DASH, euro, integer

_COLUMNS = ("tabel", "gelezen", "in de audit", "opzij", "som van bedragen", "volgens het bronsysteem", "bron", "sha256")


def control_totals(run: Mapping[str, Any], manifest: Mapping[str, Any]) -> Table:
    """Return per table its rows, what its amounts come to, what the source counted, and the hash of what was read."""
    hashes = {str(e["naam"]): str(e["sha256"]) for e in manifest["invoer"] if e["soort"] == "export"}
    hashes |= {f"query {q['tabel']}": str(q["sha256"]) for q in manifest["databases"]}
    stated = {str(one["tabel"]): one for one in run.get("controletotalen") or ()}
    rows = []
    for name, table in run["tabellen"].items():
        source = str((run.get("bronnen") or {}).get(name) or "")
        counts = (_count(table[key]) for key in ("rijen_in", "rijen", "rijen_opzij"))
        sha256 = hashes.get(source) or hashes.get(f"query {name}") or DASH
        rows.append((str(name), *counts, _sum(name, run), _stated(stated.get(str(name))), source or DASH, sha256))
    return Table(_COLUMNS, tuple(rows))


def _sum(table: str, run: Mapping[str, Any]) -> str:
    """Return what the amounts of a table come to; only prestaties have amounts that can be added up."""
    found = run.get("aansluiting")
    if table != "prestaties" or found is None:
        return DASH
    told = f"{_euros(found['bedrag_eur'])} in de audit"
    if found["rijen_opzij"]:
        told += f", opzij {_euros(found['bedrag_opzij_eur'])}"
    return told + (f"; {_count(found['zonder_bedrag'])} zonder bedrag" if found["zonder_bedrag"] else "")


def _stated(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "niet opgegeven"
    parts = []
    if one["rijen_opgegeven"] is not None:
        parts.append(f"{_count(one['rijen_opgegeven'])} rijen")
    if one["bedrag_opgegeven_eur"] is not None:
        parts.append(_euros(one["bedrag_opgegeven_eur"]))
    return f"{', '.join(parts) or 'niets geteld'}: {'verschil' if one['verschil'] else 'gelijk'}"


def reconciled(found: Mapping[str, Any] | None) -> Iterator[str]:
    """Say whether the export adds up, and what lay beside it."""
    if found is None:
        yield "de aansluiting is niet geteld."
        return
    adds_up = "sluit aan" if found["sluit_aan"] else "sluit NIET aan"
    yield f"de telling van de export {adds_up} ({_count(found['rijen_in'])} prestaties gelezen)."
    yield from _booked(found.get("grootboek"))
    claim = found.get("declaratie")
    if claim is None:
        yield "er is geen declaratie naast gelegd."
        return
    yield (
        f"declaratie: {_count(claim['prestaties'])} prestaties, {_count(claim['gelijk'])} gelijk aan de export, "
        f"{_count(sum(d['prestaties'] for d in claim['verschillen'].values()))} met een verschil."
    )


def _booked(ledger: Mapping[str, Any] | None) -> Iterator[str]:
    if ledger is not None:
        accounts = ", ".join(one["rekening"] for one in ledger["rekeningen"])
        yield (
            f"grootboek {ledger['bestand']} (omzetrekeningen {accounts}): "
            f"maanden gelijk: {_count(ledger['maanden_gelijk'])}, met een verschil: "
            f"{_count(ledger['maanden_verschillen'])}, niet vast te stellen: {_count(ledger['maanden_onbekend'])}."
        )


def _count(value: object) -> str:
    return integer(int(str(value)), "nl")


def _euros(value: float | None) -> str:
    return "onbekend" if value is None else euro(round(value * 100), "nl")
