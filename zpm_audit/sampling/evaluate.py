"""What follows from what the examiner found: the most likely error, its upper limit, and whether that is tolerable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from zpm_audit.base.errors import UsageError
from zpm_audit.sampling.exact import Binomial
from zpm_audit.sampling.limits import stringer, two_stage_limit, upper_limit
from zpm_audit.sampling.plan import Demand, Distribution, extended_risk, make_plan
from zpm_audit.sampling.record import Item, Judgement, Judgements, Record
from zpm_audit.sampling.sizes import unevenness
from zpm_audit.sampling.words import share

Nature = Literal["geen", "incidenteel", "structureel", "niet vast te stellen"]
_NAMED = 5
#: Below this the average over strata may be the wrong yardstick for the tail.
_LOWEST_OVER_STRATA = Fraction(3, 4)


@dataclass(frozen=True)
class Finding:
    """What was found in a sample: how much is likely wrong, how much at most, and by which method that was found."""

    n: int
    errors: int
    likely: float
    limit: float
    method: str
    accepted: bool | None


@dataclass(frozen=True)
class PerStratum:
    """What was found in one stratum; its limit is for information: the sample was planned for the whole."""

    name: str
    size: int
    n: int
    errors: int
    limit: float


@dataclass(frozen=True)
class PerCheck:
    """How often a check was right, according to the examiner."""

    check: str
    n: int
    right: int
    wrong: int
    undecided: int


@dataclass(frozen=True)
class Evaluation:
    """The outcome of a sample."""

    finding: Finding
    demand: Demand
    nature: Nature
    unjudgeable: int = 0
    unsigned: int = 0
    amount_cent: int | None = None
    error_cent: int | None = None
    strata: Sequence[PerStratum] = ()
    checks: Sequence[PerCheck] = ()
    together: str | None = None
    of_tool: bool = False


def evaluate(record: Record, judgements: Judgements) -> Evaluation:
    """Return the outcome of a draw; UsageError while items are still open."""
    judged = _judged(record, judgements)
    demand = record.plan.demand(record.populatie.posten)
    wrong = {item.post for item, j in judged if record.is_error(j)}
    if record.plan.soort == "mus":
        finding = of_money(demand, sum(i.treffers for i, _ in judged), _taints(judged))
    else:
        finding = _of_number(record, demand, judged, wrong)
    strata = _per_stratum(record, demand, judged, wrong) if record.laag else []
    known = [j.fout_cent for _, j in judged if j.fout_cent is not None]
    where = {item.laag for item, _ in judged if item.post in wrong}
    return Evaluation(
        finding=finding,
        demand=demand,
        nature=nature_of(finding),
        unjudgeable=sum(j.oordeel == "niet te beoordelen" for _, j in judged),
        unsigned=sum(not j.paraaf for _, j in judged),
        amount_cent=record.populatie.bedrag_cent,
        error_cent=sum(known) if known else None,
        strata=strata,
        checks=_per_check(judged),
        of_tool=record.of_tool,
        together=where.pop() if record.laag and len(wrong) > 1 and len(where) == 1 else None,
    )


def _judged(record: Record, judgements: Judgements) -> list[tuple[Item, Judgement]]:
    first = _complete(record.items(1), judgements)
    if len(record.plan.fasen) == 1 or sum(record.is_error(j) for _, j in first) != 1:
        return first
    return first + _complete(record.items(2), judgements, second=True)


def _complete(items: Sequence[Item], judgements: Judgements, *, second: bool = False) -> list[tuple[Item, Judgement]]:
    found = [(item, judgements.last(item.post)) for item in items]
    still = [item.post for item, judgement in found if judgement is None]
    if still and second and len(still) == len(items):
        raise UsageError(
            nl="In de eerste fase is precies een fout gevonden: de tweede fase hoort er nog bij. Maak haar met "
            "zpm-audit "
            "steekproef vervolg, en lees haar in.",
            en="Exactly one error was found in the first stage: the second stage is still to come. Make it with "
            "zpm-audit "
            "steekproef vervolg, and read it in.",
        )
    if still:
        named = ", ".join(still[:_NAMED]) + (", …" if len(still) > _NAMED else "")
        raise UsageError(
            nl=f"Er zijn nog {len(still)} van {len(items)} posten zonder oordeel: {named}. Vul ze in, desnoods als "
            "niet te "
            "beoordelen, en lees het werkboek opnieuw; een halve steekproef bewijst niet wat gepland is.",
            en=f"{len(still)} of {len(items)} items have no verdict yet: {named}. Fill them in, if need be as "
            "cannot be judged, "
            "and read the workbook again; half a sample does not prove what was planned.",
        )
    return [(item, judgement) for item, judgement in found if judgement is not None]


def _of_number(record: Record, demand: Demand, judged: Sequence[tuple[Item, Judgement]], wrong: set[str]) -> Finding:
    stages = record.plan.fasen
    errors, n = len(wrong), len(judged)
    if len(stages) == 2:
        per_stage = [sum(item.fase == stage and item.post in wrong for item, _ in judged) for stage in (1, 2)]
        found = (per_stage[0], per_stage[1])
        limit = two_stage_limit(
            demand.distribution, (stages[0], stages[1]), found, demand.confidence, demand.population
        )
        return Finding(n, errors, errors / n, limit, f"twee fasen, {demand.distribution}", found in {(0, 0), (1, 0)})
    if record.laag and len(record.populatie.lagen) > 1 and n < record.populatie.posten:
        return _over_strata(record, demand, judged, errors)
    return of_number(demand, n, errors)


def of_number(demand: Demand, n: int, errors: int) -> Finding:
    """Return the outcome of items that were drawn by number, in one go."""
    if demand.population is not None and n >= demand.population:
        rate = Fraction(errors, n)
        return Finding(n, errors, float(rate), float(rate), "volledig onderzocht", rate < demand.tolerable)
    limit = upper_limit(demand.distribution, n, errors, demand.confidence, demand.population)
    accepted = demand.model().exactly(n, Fraction(errors))
    return Finding(n, errors, errors / n, limit, demand.distribution, accepted)


def _over_strata(record: Record, demand: Demand, judged: Sequence[tuple[Item, Judgement]], errors: int) -> Finding:
    if demand.confidence < _LOWEST_OVER_STRATA:
        raise UsageError(
            nl="Over lagen heen is een betrouwbaarheid onder 0.75 niet te berekenen. Evalueer per laag.",
            en="Over strata a confidence below 0.75 cannot be computed. Evaluate per stratum.",
        )
    sizes = record.populatie.lagen
    shares = {name: sum(item.laag == name for item, _ in judged) for name in sizes}
    factor, n = unevenness(sizes, shares), len(judged)
    whole = record.populatie.posten
    per = {name: sum(i.laag == name and record.is_error(j) for i, j in judged) for name in sizes}
    likely = float(sum(Fraction(sizes[name] * per[name], whole * shares[name]) for name in sizes))
    limit = min(1.0, float(factor) * upper_limit("binomiaal", n, errors, demand.confidence))
    accepted = Binomial(demand.tolerable / factor, demand.risk).exactly(n, Fraction(errors))
    return Finding(n, errors, likely, limit, "binomiaal over lagen (Hoeffding)", accepted)


def of_money(demand: Demand, n: int, taints: Sequence[Fraction]) -> Finding:
    """Return the outcome of euros that were drawn: each hit with the part of the item that is wrong."""
    bad = sorted((t for t in taints if t > 0), reverse=True)
    limit = stringer(demand.distribution, n, bad, demand.confidence)
    accepted = limit <= float(demand.tolerable) if bad else demand.model().exactly(n, Fraction(0))
    return Finding(n, len(bad), float(sum(bad, Fraction(0)) / n), limit, f"Stringer, {demand.distribution}", accepted)


def _taints(judged: Sequence[tuple[Item, Judgement]]) -> list[Fraction]:
    found = []
    for item, judgement in judged:
        assert item.bedrag_cent  # only items with an amount are drawn by money
        part = {
            "goed": Fraction(0),
            "fout": Fraction(judgement.fout_cent or 0, item.bedrag_cent),
            # Of what nobody can judge, all may be wrong.
            "niet te beoordelen": Fraction(1),
        }[judgement.oordeel]
        found += [part] * item.treffers
    return found


def nature_of(finding: Finding) -> Nature:
    """Tell whether errors are incidental or structural, as far as the sample can say."""
    if finding.errors == 0:
        return "geen"
    if finding.accepted:
        return "incidenteel"
    return "structureel" if finding.errors > 1 else "niet vast te stellen"


def _per_stratum(
    record: Record, demand: Demand, judged: Sequence[tuple[Item, Judgement]], wrong: set[str]
) -> list[PerStratum]:
    how: Distribution = "poisson" if demand.distribution == "poisson" else "binomiaal"
    found = []
    for name, size in record.populatie.lagen.items():
        here = [item for item, _ in judged if item.laag == name]
        n, errors = sum(item.treffers for item in here), sum(item.post in wrong for item in here)
        limit = upper_limit(how, n, errors, demand.confidence) if n else 1.0
        found.append(PerStratum(name, size, n, errors, limit))
    return found


def _per_check(judged: Sequence[tuple[Item, Judgement]]) -> list[PerCheck]:
    """Count per check how often the examiner agrees: a deviation that is an error, a compliant item that is none."""
    counted: dict[str, list[int]] = {}
    for item, judgement in judged:
        for check in item.checks:
            agrees = (judgement.oordeel == "fout") == (item.oordeel == "afwijking")
            at = 2 if judgement.oordeel == "niet te beoordelen" else int(not agrees)
            counted.setdefault(check, [0, 0, 0])[at] += 1
    return [PerCheck(check, sum(c), *c) for check, c in sorted(counted.items())]


def refuse_extension(demand: Demand, first: int, whole: int | None = None) -> UsageError:
    """Return why a sample that was planned in one go is not extended after an error."""
    enough = whole or make_plan(_with_one(demand)).size
    risk = extended_risk(demand.model(), first, max(enough, first))
    percent, allowed = share(risk, 1), share(demand.risk, 1)
    bad = share(demand.tolerable, 1)
    return UsageError(
        nl=f"Een steekproef die achteraf wordt uitgebreid ({first}, na een fout tot {enough}) bewijst niet wat "
        "gepland is: bij "
        f"{bad.nl} fouten wordt zij {percent.nl} van de keren aanvaard, en {allowed.nl} was het risico. Plan de "
        "uitbreiding "
        "vooraf (trek --tweefasen), of trek een nieuwe, grotere steekproef die alleen zichzelf meetelt.",
        en=f"A sample that is extended afterwards ({first}, after an error to {enough}) does not prove what was "
        "planned: with "
        f"{bad.en} errors it is accepted {percent.en} of the time, and {allowed.en} was the risk. Plan the extension "
        "beforehand (trek --tweefasen), or draw a new, larger sample that counts only itself.",
    )


def _with_one(demand: Demand) -> Demand:
    return Demand(demand.kind, demand.confidence, demand.tolerable, Fraction(1), demand.distribution, demand.population)


def as_json(outcome: Evaluation, conclusion: str) -> Mapping[str, object]:
    """Return an outcome for machines; parts of a whole are numbers from 0 to 1."""
    found, demand = outcome.finding, outcome.demand
    cents = outcome.amount_cent
    return {
        "n": found.n,
        "fouten": found.errors,
        "waarschijnlijke_fout": found.likely,
        "bovengrens": found.limit,
        "methode": found.method,
        "conclusie": conclusion,
        "aanvaard": found.accepted,
        "aard": outcome.nature,
        "betrouwbaarheid": float(demand.confidence),
        "toelaatbaar": float(demand.tolerable),
        "niet_te_beoordelen": outcome.unjudgeable,
        "zonder_paraaf": outcome.unsigned,
        "fout_eur": outcome.error_cent / 100 if outcome.error_cent is not None else None,
        "waarschijnlijke_fout_eur": _euros(found.likely, cents) if demand.kind == "mus" else None,
        "bovengrens_eur": _euros(found.limit, cents) if demand.kind == "mus" else None,
        "lagen": [
            {"laag": s.name, "posten": s.size, "n": s.n, "fouten": s.errors, "bovengrens": s.limit}
            for s in outcome.strata
        ],
        "checks": [
            {"check": c.check, "n": c.n, "terecht": c.right, "onterecht": c.wrong, "niet_te_beoordelen": c.undecided}
            for c in outcome.checks
        ],
    }


def _euros(part: float, cents: int | None) -> float | None:
    return round(part * cents) / 100 if cents is not None else None
