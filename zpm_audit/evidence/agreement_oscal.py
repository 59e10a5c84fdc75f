"""Whether ``oscal.json`` says what the result says, where a run wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zpm_audit.checks.verdict import Status
from zpm_audit.evidence.agreement import RESULT, Clash, Outputs, absent, cents_of, differs, shown
from zpm_audit.output.marks import MANIFEST, read_json
from zpm_audit.reports.oscal.outcome import COUNTS
from zpm_audit.reports.oscal.shape import NAMESPACE

OSCAL = "oscal.json"


def oscal_clashes(outputs: Outputs) -> Iterator[Clash]:
    """Yield what is said otherwise: the mark, and per check its status, its counts, its amount and its state."""
    if outputs.options.get("oscal") != "ja" and not (outputs.folder / OSCAL).exists():
        return
    if OSCAL in outputs.manifest.get("niet_gemaakt", ()):
        return
    content = read_json(outputs.folder / OSCAL)
    if content is None:
        yield absent(OSCAL)
        return
    results = content["assessment-results"]
    mark = outputs.manifest.get("run", {}).get("kenmerk")
    if results["metadata"]["version"] != mark:
        yield differs((MANIFEST, OSCAL), "kenmerk", mark, results["metadata"]["version"])
    (result,) = results["results"]
    observed = {one["title"].split(":")[0]: _ours(one) for one in result["observations"]}
    states = {str(one["target"]["target-id"]).removesuffix("_obj"): one for one in result["findings"]}
    for check_id in sorted({*outputs.checks, *observed, *states}):
        if check_id not in outputs.checks:
            yield differs((RESULT, OSCAL), "check", "-", check_id, check_id)
        elif check_id not in observed or check_id not in states:
            yield absent(OSCAL, check_id)
        else:
            sound = outputs.result["run"]["vertrouwen"]["oordeel"] == "voldoende"
            yield from _check(outputs.checks[check_id], observed[check_id], states[check_id], sound=sound)


def _ours(one: Mapping[str, Any]) -> dict[str, str]:
    return {str(p["name"]): str(p["value"]) for p in one.get("props", ()) if p.get("ns") == NAMESPACE}


def _check(
    told: Mapping[str, Any], counted: Mapping[str, str], finding: Mapping[str, Any], *, sound: bool
) -> Iterator[Clash]:
    check_id, status = str(told["id"]), str(told["status"])
    for said in (counted.get("status"), _ours(finding).get("status")):
        if said != status:
            yield differs((RESULT, OSCAL), "status", status, said, check_id)
    if not Status(status).silent:
        for ours, name in COUNTS.items():
            if counted.get(name) != str(told[ours]):
                yield differs((RESULT, OSCAL), ours, told[ours], counted.get(name), check_id)
    cents = cents_of(told["impact_eur"])
    for props in (counted, _ours(finding)):
        said_cents = cents_of(float(props["impact-eur"])) if "impact-eur" in props else None
        if said_cents != cents:
            yield differs((RESULT, OSCAL), "impact_eur", shown(cents), shown(said_cents), check_id)
    unknown = any(told[name] for name in ("onbepaald", "buiten_beeld", "over_tijd", "opzij"))
    good = status == Status.AKKOORD and told["voldoet"] > 0 and not unknown and sound
    state = str(finding["target"]["status"]["state"])
    if (state == "satisfied") != good:
        yield differs((RESULT, OSCAL), "state", "satisfied" if good else "not-satisfied", state, check_id)
