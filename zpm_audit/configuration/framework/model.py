"""Every key of ``raamwerk.yaml``, with its type."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.period import Period, parse_period
from zpm_audit.checks.model import CHECK_ID
from zpm_audit.checks.shape import Closed, wrong
from zpm_audit.configuration.values import Filled, YesNo

#: How often a measure works; ``doorlopend`` works with every registration, and is looked at as often as a daily one.
Frequency = Literal["doorlopend", "dagelijks", "wekelijks", "maandelijks", "kwartaal", "halfjaarlijks", "jaarlijks"]
HIGHEST_GRADE = 5


def _grade(given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= HIGHEST_GRADE:
        raise wrong(
            Text(f"'{given}' kan hier niet", f"'{given}' is not possible here"),
            Text("een geheel getal van 1 (laag) tot en met 5 (hoog)", "a whole number from 1 (low) to 5 (high)"),
        )
    return given


def _days(given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise wrong(
            Text(f"'{given}' kan hier niet", f"'{given}' is not possible here"),
            Text("een heel aantal dagen, 1 of meer", "a whole number of days, 1 or more"),
        )
    return given


Grade = Annotated[int, BeforeValidator(_grade)]


class Evidence(Closed):
    """What a person states: the document, the day and who."""

    bewijs: Filled
    op: date
    door: Filled


class Objective(Closed):
    """What the provider wants to reach."""

    id: Filled
    naam: Filled


class Risk(Closed):
    """What may go wrong, how likely that is and how bad."""

    id: Filled
    naam: Filled
    doelstelling: Filled | None = None
    kans: Grade
    impact: Grade
    toelichting: Filled | None = None

    @property
    def weight(self) -> int:
        """Return chance times impact."""
        return self.kans * self.impact

    @property
    def level(self) -> Literal["laag", "midden", "hoog"]:
        """Return how heavy the risk is."""
        return "hoog" if self.weight >= 15 else "midden" if self.weight >= 6 else "laag"


class Measure(Closed):
    """What is done about risks: by whom, how often, of which kind, and which checks look at it.

    ``hersteltermijn`` is in how many days what the checks find is to be solved. ``opzet``, ``bestaan`` and ``werking``
    hold what a person states beside what the tool sees itself.
    """

    id: Filled
    naam: Filled
    eigenaar: Filled
    frequentie: Frequency
    soort: Literal["preventief", "detectief"]
    sleutelmaatregel: YesNo = False
    risicos: list[Filled] = Field(default_factory=list)
    checks: list[Annotated[str, Field(pattern=CHECK_ID)]] = Field(default_factory=list)
    hersteltermijn: Annotated[int, BeforeValidator(_days)] | None = None
    opzet: Evidence | None = None
    bestaan: Evidence | None = None
    werking: Evidence | None = None


class FrameworkFile(Closed):
    """A framework as it is written."""

    periode: Filled | None = None
    doelstellingen: list[Objective] = Field(default_factory=list)
    risicos: list[Risk] = Field(default_factory=list)
    beheersmaatregelen: list[Measure] = Field(default_factory=list)

    @field_validator("periode", mode="before")
    @classmethod
    def _a_period(cls, given: Any) -> Any:
        text = str(given)
        try:
            parse_period(text)
        except UsageError:
            raise wrong(
                Text(f"'{given}' is geen periode", f"'{given}' is no period"),
                Text("schrijf 2024, 2024-K2, 2024-03 of DAG..DAG", "write 2024, 2024-K2, 2024-03 or DAY..DAY"),
            ) from None
        return text


class Framework(Closed):
    """A framework that was read."""

    file: FrameworkFile

    @property
    def period(self) -> Period | None:
        """Return the period that it is about; None for every run of the series."""
        return parse_period(self.file.periode) if self.file.periode else None

    def measures_of(self, risk: Risk) -> tuple[Measure, ...]:
        """Return what is done about a risk."""
        return tuple(m for m in self.file.beheersmaatregelen if risk.id in m.risicos)

    @property
    def uncovered(self) -> tuple[Risk, ...]:
        """Return the risks that nothing is done about."""
        return tuple(r for r in self.file.risicos if not self.measures_of(r))

    @property
    def idle(self) -> tuple[Measure, ...]:
        """Return the measures that belong to no risk."""
        return tuple(m for m in self.file.beheersmaatregelen if not m.risicos)

    @property
    def checks(self) -> frozenset[str]:
        """Return the checks that look at a measure."""
        return frozenset(check for m in self.file.beheersmaatregelen for check in m.checks)
