"""What an audit starts from: the checks of this run, and the export with the code lists beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.owners import Owners
from zpm_audit.base.pseudonyms import Key
from zpm_audit.catalogue.loader import load_catalogue, matching_ids
from zpm_audit.catalogue.norm_files import load_norms
from zpm_audit.catalogue.norms import NormMatrix
from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.console import Steps
from zpm_audit.commands.options import Options
from zpm_audit.findings.acceptances import Acceptances, load_acceptances, refuse_unfit
from zpm_audit.findings.carried import carried_columns
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.intake import ControlTotal, Mapping, control_totals, read_export
from zpm_audit.intake.account import mapping_notes
from zpm_audit.intake.codelijst import Codelijst, read_codelijst, unknown_codes, with_codelijst
from zpm_audit.intake.prestatiegroepen import prestatiegroepen
from zpm_audit.intake.rows.codes import CodeFacts
from zpm_audit.intake.rows.trial import Trial
from zpm_audit.register import MESSAGE_TABLES, Register


@dataclass(frozen=True)
class Inputs:
    """What was read: the register, the checks that are about it, its control totals, and what to tell of it all."""

    register: Register
    catalogue: Catalogue
    totals: Sequence[ControlTotal]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class Chosen:
    """The checks of this run, and the ``whole`` catalogue that they come from, with its norms and every id."""

    catalogue: Catalogue
    whole: Catalogue
    norms: NormMatrix | None
    ids: frozenset[str]


def chosen_checks(options: Options) -> Chosen:
    """Return the checks of this run."""
    catalogue = load_catalogue(options.checks, options.extra_checks, options.parameters)
    norms, ids = load_norms(catalogue), frozenset(catalogue.checks)
    if options.select is None:
        return Chosen(catalogue, catalogue, norms, ids)
    if not options.select:
        raise UsageError(
            nl="--select noemt geen enkele check. Geef bijvoorbeeld --select ZPM-RB-01,ZPM-PR-01.",
            en="--select names no check. Give for example --select ZPM-RB-01,ZPM-PR-01.",
        )
    return Chosen(catalogue.select(matching_ids(catalogue, list(options.select))), catalogue, norms, ids)


def read_acceptances(options: Options, ids: frozenset[str]) -> Acceptances | None:
    """Read the acceptances of this run; None without any, or where the user wants to see it without."""
    if options.without_acceptances or options.acceptances is None:
        return None
    return load_acceptances(options.acceptances, ids, four_eyes=options.four_eyes)


def refuse_unknown_owners(owners: Owners, themes: Collection[str], checks: Collection[str]) -> None:
    """Refuse an owner of a theme or a check that does not exist: nobody would ever hear of it."""
    for kind, named, known in (("themas", owners.themes, themes), ("checks", owners.checks, checks)):
        for key in named:
            if key not in known:
                listed = ", ".join(sorted(themes))
                hint = did_you_mean(key, known) or (
                    Text(f"kies uit: {listed}", f"choose from: {listed}")
                    if kind == "themas"
                    else Text("zie: zpm-audit checks list", "see: zpm-audit checks list")
                )
                place = owners.places.get(f"{kind}/{key}", "eigenaren")
                raise UsageError(
                    nl=f"{place}: eigenaren noemt bij {kind} '{key}', en dat bestaat niet ({hint.nl}).",
                    en=f"{place}: eigenaren names '{key}' under {kind}, which does not exist ({hint.en}).",
                )


def refuse_unfit_acceptances(acceptances: Acceptances | None, register: Register) -> None:
    """Refuse what the findings of this export cannot answer, before anything is judged."""
    if acceptances is not None:
        carried = dict.fromkeys(carried_columns(register).values(), pl.String())
        refuse_unfit(acceptances, {**FINDING_SCHEMA, **carried})


def read_inputs(
    options: Options,
    mapping: Mapping | None,
    catalogue: Catalogue,
    work: Path,
    show: Steps,
    key: Key,
    *,
    numbered: bool = False,
) -> Inputs:
    """Read everything that the user gave, and stop where the export does not agree with its control totals.

    ``numbered`` keeps with each row where it is in its file.
    """
    register, lists = read_register(options, mapping, catalogue, work, show, key, numbered=numbered)
    catalogue, left_out = about_this_export(catalogue, register, chosen=options.select is not None)
    return Inputs(
        register=register,
        catalogue=catalogue,
        totals=_compared_totals(register, allowed=options.differences_allowed),
        notes=(*(lists.notes if lists else ()), *mapping_notes(register), *unknown_codes(register), *left_out),
    )


def read_register(
    options: Options,
    mapping: Mapping | None,
    catalogue: Catalogue,
    work: Path,
    show: Steps,
    key: Key | None,
    trial: Trial | None = None,
    *,
    numbered: bool = False,
) -> tuple[Register, Codelijst | None]:
    """Read the export with the official lists beside it; with a ``trial`` it is told what would stop an audit."""
    lists = _code_lists(options, mapping, catalogue, work, show)
    show.now(Text("Export inlezen", "Reading the export").in_(options.language))
    codes = CodeFacts(prestatiegroepen(catalogue.references), lists.frame if lists is not None else None)
    register = read_export(
        options.export,
        work=work,
        mapping=mapping,
        language=options.language,
        codes=codes,
        trial=trial,
        progress=show.now if trial else None,
        key=key,
        traceable=options.traceable,
        numbered=numbered,
    )
    if lists is not None:
        register = with_codelijst(register, lists, work, None if options.traceable else key)
    return register, lists


def _code_lists(
    options: Options, mapping: Mapping | None, catalogue: Catalogue, work: Path, show: Steps
) -> Codelijst | None:
    """Read the official lists first: they are small, and a wrong one should not cost the reading of an export."""
    if not options.codelijst:
        return None
    show.now(Text("Codelijst inlezen", "Reading the code list").in_(options.language))
    return read_codelijst(
        options.codelijst,
        work=work,
        groups=prestatiegroepen(catalogue.references),
        mapping=mapping,
        year=options.codelijst_year,
        removed=options.codelijst_removed,
        language=options.language,
    )


def _compared_totals(register: Register, *, allowed: bool) -> Sequence[ControlTotal]:
    """Compare with what the source system counted, before any check speaks."""
    totals = control_totals(register)
    different = [t for t in totals if t.differs]
    if different and not allowed:
        lines = [t.text() for t in different]
        raise InputRefusedError(
            nl="De export sluit niet aan op de controletotalen:\n"
            + "\n".join(f"  {t.nl}" for t in lines)
            + "\nMaak een volledige export, of aanvaard het verschil met --verschil-toegestaan.",
            en="The export does not agree with its control totals:\n"
            + "\n".join(f"  {t.en}" for t in lines)
            + "\nMake a complete export, or accept the difference with --verschil-toegestaan.",
        )
    return totals


def about_this_export(catalogue: Catalogue, register: Register, *, chosen: bool) -> tuple[Catalogue, tuple[Text, ...]]:
    """Leave the rules of a message out where the export is none, and say so in one line.

    They are not checks that could not run: there is no message whose rules they are. ``chosen`` tells that the user
    named the checks; then each of them stays, and says itself why it does not run.
    """
    rules = [i for i, check in catalogue.checks.items() if check.populatie.tabel in MESSAGE_TABLES]
    if chosen or not rules or "bericht" in register.tables:
        return catalogue, ()
    note = Text(
        f"De {len(rules)} regels van het declaratiebericht horen niet bij deze export; die draaien "
        "op een GDS801-bericht.",
        f"The {len(rules)} rules of the declaration message are not about this export; they run on a GDS801 message.",
    )
    return catalogue.select([i for i in catalogue.checks if i not in rules]), (note,)
