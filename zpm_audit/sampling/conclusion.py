"""The outcome of a sample in words."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.base.language import Language, Text
from zpm_audit.reports.figures import format as fmt
from zpm_audit.sampling.evaluate import Evaluation, Nature
from zpm_audit.sampling.words import share

_NATURE: dict[Nature, Text] = {
    "geen": Text("Er is geen fout gevonden.", "No error was found."),
    "incidenteel": Text(
        "Wat gevonden is, is incidenteel: het past bij een toelaatbaar deel fouten.",
        "What was found is incidental: it agrees with a tolerable part of errors.",
    ),
    "structureel": Text(
        "Wat gevonden is, is structureel of niet als incidenteel aan te tonen: zoek de oorzaak en herstel de hele "
        "populatie.",
        "What was found is structural, or cannot be shown to be incidental: find the cause and correct the whole "
        "population.",
    ),
    "niet vast te stellen": Text(
        "Een enkele fout zegt niet of zij incidenteel is: deze steekproef liet er geen toe. Zoek de oorzaak, of "
        "plan een nieuwe "
        "steekproef die er een toelaat.",
        "A single error does not tell whether it is incidental: this sample allowed for none. Find the cause, or "
        "plan a new "
        "sample that allows for one.",
    ),
}


def conclusion(outcome: Evaluation) -> Text:
    """Return the conclusion in a few sentences."""
    found, demand = outcome.finding, outcome.demand
    sure, most, allowed = share(demand.confidence, 1), share(found.limit), share(demand.tolerable)
    # A limit that is not below what is tolerable may not look as if it were, nor the other way round.
    if most == allowed:
        most = share(found.limit, 6)
    verdict = Text("Aanvaard", "Accepted") if found.accepted else Text("Niet aanvaard", "Not accepted")
    what = _what(outcome)
    nature = _NATURE[outcome.nature]
    return Text(
        f"{verdict.nl}: met {sure.nl} betrouwbaarheid is hoogstens {most.nl} van {what.nl}; toelaatbaar is "
        f"{allowed.nl}. "
        f"{nature.nl}",
        f"{verdict.en}: with {sure.en} confidence at most {most.en} of {what.en}; tolerable is {allowed.en}. "
        f"{nature.en}",
    )


def _what(outcome: Evaluation) -> Text:
    if outcome.of_tool:
        return Text("de afwijkingen ten onrechte gemeld", "the deviations was reported without cause")
    if outcome.demand.kind == "mus":
        return Text("het bedrag fout", "the amount is wrong")
    return Text("de posten fout", "the items is wrong")


def lines(outcome: Evaluation, language: Language) -> list[str]:
    """Return what the terminal says of an outcome."""
    return [text.in_(language) for text in _lines(outcome)]


def _lines(outcome: Evaluation) -> Iterator[Text]:
    found = outcome.finding
    yield conclusion(outcome)
    likely, most = share(found.likely), share(found.limit)
    wrong = Text("ten onrechte", "without cause") if outcome.of_tool else Text("fout", "wrong")
    yield Text(
        f"  onderzocht {found.n}, {wrong.nl} {found.errors}; waarschijnlijke fout {likely.nl}, bovengrens {most.nl} "
        f"({found.method})",
        f"  examined {found.n}, {wrong.en} {found.errors}; most likely error {likely.en}, upper limit {most.en} "
        f"({found.method})",
    )
    if outcome.demand.kind == "mus" and outcome.amount_cent is not None:
        low, high = (round(part * outcome.amount_cent) for part in (found.likely, found.limit))
        yield Text(
            f"  in geld: waarschijnlijk {fmt.euro(low, 'nl')}, hoogstens {fmt.euro(high, 'nl')} van "
            f"{fmt.euro(outcome.amount_cent, 'nl')}",
            f"  in money: likely {fmt.euro(low, 'en')}, at most {fmt.euro(high, 'en')} of "
            f"{fmt.euro(outcome.amount_cent, 'en')}",
        )
    if outcome.unjudgeable:
        yield Text(
            f"  daarvan niet te beoordelen, geteld als fout: {outcome.unjudgeable}",
            f"  of which cannot be judged, counted as wrong: {outcome.unjudgeable}",
        )
    if outcome.unsigned:
        yield Text(f"  zonder paraaf: {outcome.unsigned}", f"  without initials: {outcome.unsigned}")
    for stratum in outcome.strata:
        limit, name = share(stratum.limit), stratum.name or fmt.DASH
        yield Text(
            f"  laag {name}: {stratum.n} van {stratum.size} onderzocht, fout {stratum.errors}, bovengrens {limit.nl}",
            f"  stratum {name}: {stratum.n} of {stratum.size} examined, wrong {stratum.errors}, upper limit {limit.en}",
        )
    if outcome.together is not None:
        yield Text(
            f"  alle fouten zitten in laag {outcome.together or fmt.DASH}: kijk daar het eerst naar een oorzaak",
            f"  all errors are in stratum {outcome.together or fmt.DASH}: look for a cause there first",
        )
    for check in outcome.checks:
        yield Text(
            f"  {check.check}: {check.n} bekeken, {check.right} keer had de check gelijk, {check.wrong} keer niet, "
            f"{check.undecided} niet te beoordelen",
            f"  {check.check}: {check.n} examined, the check was right {check.right} times, wrong {check.wrong}, "
            f"{check.undecided} cannot be judged",
        )
