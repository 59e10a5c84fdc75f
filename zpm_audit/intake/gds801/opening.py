"""A message becomes the sources of a register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.sources.source import Source
from zpm_audit.intake.sources.trouble import reading

SUFFIX = ".xml"


def is_message(export: Path) -> bool:
    """Tell whether the export is a file that should be a declaration message."""
    return export.is_file() and export.suffix.lower() == SUFFIX


def refuse_other(path: Path) -> None:
    """Refuse a file that does not begin as a declaration message does; only its start is read."""
    from zpm_audit.intake.gds801.recognise import recognise

    with reading(str(path), bounded=True):
        recognise(path)


def open_message(path: Path, work: Path) -> Iterator[Source]:
    """Yield a source per table that the message has, in the order of the contract."""
    from zpm_audit.intake.gds801 import message_tables, registration
    from zpm_audit.intake.gds801.flatten import flatten
    from zpm_audit.intake.gds801.people import insured_with_patient
    from zpm_audit.intake.gds801.sources import numbered, source

    message = flatten(path, work)
    if message.debet.rows == 0:
        raise _nothing_to_judge(path, message.credit.rows)
    once = message_tables.header(message)
    raw = message.insured.scan()
    insured = insured_with_patient(raw)
    lines = registration.debet_lines(message.debet.scan(), insured)
    credit, diagnoses, providers = message.credit.scan(), message.diagnoses.scan(), message.providers.scan()
    financing = registration.financiering(once["ontvanger"], once["ontvanger_rol"])
    folder = work / "bericht"
    by_line = {"debet": numbered(lines), "verzekerde": numbered(raw)}

    def table(name: str, element: str, frame: pl.LazyFrame, *, lined: bool, unknown: tuple[str, ...] = ()) -> Source:
        return source(path, name, element, frame, folder, by_line=lined, unknown=unknown)

    yield table(
        "prestaties", "DebetPrestatie", registration.prestaties(lines, once["factuurdatum"]), lined=by_line["debet"]
    )
    yield table("zorgtrajecten", "DebetPrestatie", registration.zorgtrajecten(lines, financing), lined=by_line["debet"])
    yield table("patienten", "Verzekerde", registration.patienten(insured, lines), lined=by_line["verzekerde"])
    unknown = tuple(sorted(message.unknown))
    yield table("bericht", "Bericht", message_tables.bericht(message, once), lined=True, unknown=unknown)
    whole = message_tables.verzekerden(insured, once)
    yield table("bericht_verzekerden", "Verzekerde", whole, lined=by_line["verzekerde"])
    every = message_tables.prestaties(lines, credit, diagnoses, insured, once)
    yield table("bericht_prestaties", "Prestatie", every, lined=numbered(every))
    found = message_tables.zorgaanbieders(providers, lines)
    yield table("bericht_zorgaanbieders", "Zorgaanbieder", found, lined=numbered(providers))
    found = message_tables.diagnosen(diagnoses, lines, once)
    yield table("bericht_diagnosen", "Diagnose", found, lined=numbered(diagnoses))


def _nothing_to_judge(path: Path, given_back: int) -> InputRefusedError:
    only = only_en = ""
    if given_back == 1:
        only, only_en = "; er staat alleen 1 creditprestatie in", "; there is only 1 credit line in it"
    elif given_back:
        only = f"; er staan alleen {given_back} creditprestaties in"
        only_en = f"; there are only {given_back} credit lines in it"
    return InputRefusedError(
        nl=f"{path.name}: er staat geen enkele DebetPrestatie in{only}. Er is dus niets te beoordelen.",
        en=f"{path.name}: there is not a single DebetPrestatie in it{only_en}. So there is nothing to judge.",
    )
