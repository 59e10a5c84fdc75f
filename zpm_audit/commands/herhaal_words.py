"""What ``herhaal`` says of a re-performed run, to a person and to a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zpm_audit import __version__
from zpm_audit.base.language import Language, Text
from zpm_audit.commands.framework_again import FrameworkAgain
from zpm_audit.commands.herhaal import Repeated, Repetition
from zpm_audit.evidence.same_verdicts import Way

_WAYS = {
    Way.RECHTSTREEKS: Text("rechtstreeks", "directly"),
    Way.GEKOPPELD: Text("gekoppeld", "by pairs"),
    Way.GETELD: Text("geteld", "by number"),
}
_MEANS = {
    Way.RECHTSTREEKS: Text("elke bevinding op haar sleutel vergeleken", "every finding compared by its key"),
    Way.GEKOPPELD: Text(
        "pseudoniemen van toen en nu aan elkaar gekoppeld via bevindingen over prestaties en zorgtrajecten",
        "pseudonyms of then and now paired through findings about prestaties and trajectories",
    ),
    Way.GETELD: Text(
        "een deel van de patiënten is niet te koppelen: hun bevindingen zijn vergeleken zonder te weten van wie",
        "part of the patients cannot be paired: their findings were compared without knowing whose they are",
    ),
}


def repetition_lines(found: Repetition, language: Language) -> Iterator[str]:
    """Yield the outcome in words: the answer first, then every check."""
    unequal = [one for one in found.checks if not one.equal]
    n = len(found.checks)
    if unequal:
        said = Text(f"Niet gelijk: {len(unequal)} van {n} checks.", f"Not equal: {len(unequal)} of {n} checks.")
    elif found.framework and found.framework.other:
        said = Text(
            f"Niet gelijk: alle checks ({n}) geven dezelfde oordelen, het beheersraamwerk niet.",
            f"Not equal: all checks ({n}) give the same verdicts, the control framework does not.",
        )
    else:
        said = Text(
            f"Gelijk: alle checks ({n}) geven dezelfde oordelen.", f"Equal: all checks ({n}) give the same verdicts."
        )
    yield said.in_(language)
    run = found.run
    yield Text(
        f"Run {run.run_id}, peildatum {run.peildatum}, kenmerk {run.kenmerk}, manifest sha256 {run.manifest_sha256}",
        f"Run {run.run_id}, reference date {run.peildatum}, mark {run.kenmerk}, manifest sha256 {run.manifest_sha256}",
    ).in_(language)
    if found.other:
        names = ", ".join(found.other)
        yield Text(
            f"De export is niet die van toen: {names}.", f"The export is not the one of that time: {names}."
        ).in_(language)
    if found.version != __version__:
        yield Text(
            f"De run is gemaakt met zpm-audit {found.version}, herhaald met {__version__}.",
            f"The run was made with zpm-audit {found.version}, re-performed with {__version__}.",
        ).in_(language)
    if found.framework is not None:
        yield _framework(found.framework).in_(language)
    for way in Way:
        ids = [one.check for one in found.checks if one.apart.way is way]
        if ids:
            yield f"  {_WAYS[way].in_(language)} ({len(ids)}): {_MEANS[way].in_(language)}"
    for one in found.checks:
        yield f"  {one.check}: {_verdict(one).in_(language)} ({_WAYS[one.apart.way].in_(language)})"


def _framework(found: FrameworkAgain) -> Text:
    if found.other:
        named = ", ".join(found.other)
        return Text(
            f"Beheersraamwerk: opzet of bestaan is NIET gelijk bij {named}.",
            f"Control framework: design or existence is NOT equal for {named}.",
        )
    return Text(
        f"Beheersraamwerk: opzet en bestaan van {found.measures} maatregelen gelijk; werking volgt uit de reeks runs "
        "en wordt niet herhaald.",
        f"Control framework: design and existence of {found.measures} measures equal; operation follows from the "
        "series of runs and is not re-performed.",
    )


def _verdict(one: Repeated) -> Text:
    if one.equal:
        return Text("gelijk", "equal")
    told = [
        f"{name} {one.then[name]} → {one.now.get(name, '-')}"
        for name in one.then
        if one.then[name] != one.now.get(name)
    ]
    then, now = one.apart.only_then, one.apart.only_now
    nl = [*told, *([f"{then} bevindingen alleen toen, {now} alleen nu"] if then or now else [])]
    en = [*told, *([f"{then} findings only then, {now} only now"] if then or now else [])]
    return Text(f"NIET gelijk: {', '.join(nl)}", f"NOT equal: {', '.join(en)}")


def repetition_json(found: Repetition) -> dict[str, Any]:
    """Return the outcome for a program."""
    run = found.run
    return {
        "run_id": run.run_id,
        "kenmerk": run.kenmerk,
        "manifest_sha256": run.manifest_sha256,
        "gelijk": found.equal,
        "export_gelijk": not found.other,
        "export_anders": list(found.other),
        "versie": {"toen": found.version, "nu": __version__},
        "raamwerk": {
            "gelijk": not found.framework.other,
            "maatregelen": found.framework.measures,
            "anders": list(found.framework.other),
        }
        if found.framework
        else None,
        "checks": [
            {
                "id": one.check,
                "gelijk": one.equal,
                "wijze": str(one.apart.way),
                "toen": dict(one.then),
                "nu": dict(one.now),
                "alleen_toen": one.apart.only_then,
                "alleen_nu": one.apart.only_now,
            }
            for one in found.checks
        ],
    }
