"""Whether ``oscal.json`` says what the result says, where a run wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zpm_audit.evidence.agreement import RESULT, Clash, Outputs, absent, cents_of, differs, shown
from zpm_audit.output.marks import MANIFEST, read_json
from zpm_audit.reports.oscal.outcome import COUNTS
from zpm_audit.reports.oscal.shape import NAMESPACE

OSCAL = "oscal.json"
_SATISFIED = "akkoord"


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
        if not check_id in outputs.checks or check_id not in observed or check_id not in states:
            yield absent(OSCAL, check_id) if check_id in outputs.checks else absent(RESULT, check_id)
            continue
        yield from _check(check_id, outputs.checks[check_id], observed[check_id], states[check_id])


def _ours(one: Mapping[str, Any]) -> dict[str, str]:
    return {str(p["name"]): str(p["value"]) for p in one.get("props", ()) if p.get("ns") == NAMESPACE}


def _check(
    check_id: str, told: Mapping[str, Any], counted: Mapping[str, str], finding: Mapping[str, Any]
) -> Iterator[Clash]:
    status = str(told["status"])
    for said in (counted.get("status"), _ours(finding).get("status")):
        if said != status:
            yield differs((RESULT, OSCAL), "status", status, said, check_id)
    if "population" in counted or status not in {"niet_uitgevoerd", "mislukt"}:
        for ours, name in COUNTS.items():
            if counted.get(name) != str(told[ours]):
                yield differs((RESULT, OSCAL), ours, told[ours], counted.get(name), check_id)
    cents = cents_of(told["impact_eur"])
    for props in (counted, _ours(finding)):
        said = cents_of(float(props["impact-eur"])) if "impact-eur" in props else None
        if said != cents:
            yield differs((RESULT, OSCAL), "impact_eur", shown(cents), shown(said), check_id)
    state = str(finding["target"]["status"]["state"])
    if state == "satisfied" and (status != _SATISFIED or told["onbepaald"] or told["buiten_beeld"]):
        yield differs((RESULT, OSCAL), "state", status, state, check_id)
