"""What follows from a work programme as it was filled in: per norm what its items show, and what a person concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.norm_words import DRAWN
from zpm_audit.reports.words.norm_matrix import HAND_STATE, HandState
from zpm_audit.sampling.conclusion import conclusion
from zpm_audit.sampling.evaluate import Evaluation, as_json, evaluate
from zpm_audit.sampling.programme_record import Conclusion, Done, ListedNorm, ProgrammeJudgements, ProgrammeRecord
from zpm_audit.sampling.programme_words import DONE
from zpm_audit.sampling.words import share


@dataclass(frozen=True)
class NormOutcome:
    """A norm with what was found. ``judged`` of its ``drawn`` items have a verdict."""

    norm: ListedNorm
    units: int | None
    drawn: int
    judged: int
    evaluation: Evaluation | None
    said: Conclusion | None

    @property
    def state(self) -> HandState:
        """Return what is known of the norm: half a sample shows nothing, and a good word alone is only stated."""
        if self._concluded("niet van toepassing") and not self.judged:
            return "niet_van_toepassing"
        if self._concluded("niet in orde", "niet na te gaan"):
            return "niet_aangetoond"
        if self.evaluation is not None:
            return "aangetoond" if self.shown else "niet_aangetoond"
        return "volgens_opgave" if self._concluded("in orde") and not self.drawn else "open"

    def _concluded(self, *words: Done) -> bool:
        return self.said is not None and self.said.conclusie in words

    @property
    def contradicted(self) -> bool:
        """Tell whether a person says in order where the items do not show it."""
        return self._concluded("in orde") and bool(self.drawn) and not self.shown

    @property
    def shown(self) -> bool:
        """Tell whether the items show that the norm is in order."""
        return self.evaluation is not None and bool(self.evaluation.finding.accepted)

    @property
    def told(self) -> Text:
        """Return the conclusion in words: of the items, and of the person."""
        parts = list(self._told())
        return Text(" ".join(p.nl for p in parts), " ".join(p.en for p in parts))

    def _told(self) -> Iterator[Text]:
        if self.evaluation is not None:
            yield conclusion(self.evaluation)
        elif self.drawn and self.state != "niet_van_toepassing":
            yield Text(
                f"Nog {self.drawn - self.judged} van {self.drawn} posten zonder oordeel: geen uitkomst.",
                f"{self.drawn - self.judged} of {self.drawn} items have no verdict yet: no outcome.",
            )
        elif self.units == 0:
            yield Text("In deze run was er niets om uit te trekken.", "In this run there was nothing to draw from.")
        if self.said is not None:
            yield _said(self.said)
        elif not self.drawn:
            yield Text("Nog niet nagegaan.", "Not seen to yet.")
        if self.contradicted:
            yield Text("Dat volgt niet uit de posten.", "That does not follow from the items.")


def _said(said: Conclusion) -> Text:
    word = DONE[said.conclusie]
    by = ", ".join(part for part in (said.paraaf, said.datum) if part)
    told = f" ({by})" if by else ""
    return Text(f"Onderzoeker: {word.nl}{told}.", f"Examiner: {word.en}{told}.")


def outcomes(record: ProgrammeRecord, judgements: ProgrammeJudgements) -> tuple[NormOutcome, ...]:
    """Return every norm of a programme with what was found; a sample is evaluated when all of it was judged."""
    return tuple(_outcome(record, norm, judgements) for norm in record.normen)


def _outcome(record: ProgrammeRecord, norm: ListedNorm, judgements: ProgrammeJudgements) -> NormOutcome:
    sample = record.sample(norm)
    drawn = [norm.line(one.post) for one in record.items(norm)]
    judged = sum(judgements.last(key) is not None for key in drawn)
    whole = sample is not None and bool(drawn) and judged == len(drawn)
    population = record.populaties.get(norm.uit)
    return NormOutcome(
        norm=norm,
        units=population.eenheden if population else None,
        drawn=len(drawn),
        judged=judged,
        evaluation=evaluate(sample, judgements) if whole and sample is not None else None,
        said=judgements.concluded(norm),
    )


def counted(found: tuple[NormOutcome, ...]) -> dict[HandState, int]:
    """Return how many norms there are in each state."""
    counts = Counter(one.state for one in found)
    return {state: counts[state] for state in HAND_STATE}


def summary(found: tuple[NormOutcome, ...]) -> Text:
    """Return the outcome of the programme as a whole."""
    parts = [(HAND_STATE[state], number) for state, number in counted(found).items() if number]
    nl, en = (", ".join(f"{n} {words[i]}" for words, n in parts) for i in (0, 1))
    return Text(f"{len(found)} normen met de hand: {nl}.", f"{len(found)} norms by hand: {en}.")


def programme_lines(found: tuple[NormOutcome, ...], language: Language) -> list[str]:
    """Return what the terminal says of a programme: the whole first, then every norm that anything is known of."""
    told = [summary(found).in_(language)]
    for one in found:
        if one.judged or one.said is not None:
            told.append(f"  {one.norm.key}: {HAND_STATE[one.state].in_(language)}. {one.told.in_(language)}")
            told += [f"    {text.in_(language)}" for text in _figures(one)]
    return told


def _figures(one: NormOutcome) -> Iterator[Text]:
    if one.evaluation is not None:
        found = one.evaluation.finding
        from_what = DRAWN[one.norm.uit]
        likely, most = rates(one.evaluation)
        yield Text(
            f"{from_what.nl} {one.units}: onderzocht {found.n}, fout {found.errors}; waarschijnlijke fout {likely.nl}, "
            f"bovengrens {most.nl} ({found.method})",
            f"{from_what.en} {one.units}: examined {found.n}, wrong {found.errors}; most likely error {likely.en}, "
            f"upper limit {most.en} ({found.method})",
        )


def rates(evaluation: Evaluation) -> tuple[Text, Text]:
    """Return the most likely error and its upper limit in words."""
    return share(evaluation.finding.likely), share(evaluation.finding.limit)


def programme_json(record: ProgrammeRecord, found: tuple[NormOutcome, ...], language: Language) -> Mapping[str, object]:
    """Return the outcome for machines."""
    return {
        "trekking": record.draw,
        "run_id": record.run.run_id,
        "zaad": record.zaad,
        "aantallen": counted(found),
        "normen": [_json(one, language) for one in found],
    }


def _json(one: NormOutcome, language: Language) -> Mapping[str, object]:
    told = one.told.in_(language)
    empty = dict.fromkeys(("n", "fouten", "waarschijnlijke_fout", "bovengrens", "methode", "aanvaard"))
    figures = as_json(one.evaluation, told) if one.evaluation else empty
    said = one.said
    return {
        "kader": one.norm.kader,
        "norm": one.norm.norm,
        "stand": one.state,
        "uit": one.norm.uit,
        "eenheden": one.units,
        "omvang": one.drawn,
        "beoordeeld": one.judged,
        **{name: figures[name] for name in empty},
        "conclusie": told,
        "onderzoeker": said.model_dump(include={"conclusie", "opmerking", "paraaf", "datum"}) if said else None,
    }
