"""Every key of ``zpm-audit.yaml``, with its type. Paths are as written: they count from the file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from zpm_audit.base.errors import UsageError
from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Language, Text
from zpm_audit.base.period import parse_period
from zpm_audit.base.settings import FailOn
from zpm_audit.checks.model import CHECK_ID
from zpm_audit.checks.shape import Closed, wrong
from zpm_audit.configuration.values import (
    Accounts,
    Address,
    Addresses,
    Amount,
    Filled,
    Names,
    Paths,
    Share,
    YesNo,
    only,
)

_MOST_DAYS = 36_500
_LONGEST_PORT = 65_535


def _whole(least: int, most: int) -> BeforeValidator:
    def read(given: Any) -> Any:
        if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
            raise wrong(
                Text(f"'{given}' kan hier niet", f"'{given}' is not possible here"),
                Text(f"een geheel getal van {least} tot en met {most}", f"a whole number from {least} to {most}"),
            )
        return given

    return BeforeValidator(read)


def _written(least: int, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": most})


Year = Annotated[int, _whole(2022, 2099), _written(2022, 2099)]
Port = Annotated[int, _whole(1, _LONGEST_PORT), _written(1, _LONGEST_PORT)]
Days = Annotated[int, _whole(1, _MOST_DAYS), _written(1, _MOST_DAYS)]


def _short_for(key: str) -> BeforeValidator:
    """Return the reader of a group of keys that may be written as one value, that of ``key``."""
    return BeforeValidator(lambda given: given if isinstance(given, dict) else {key: given})


class Limits(Closed):
    """From where on an export cannot be built on; what is not said stays as it is."""

    opzij: Share | None = None
    uitgevoerd: Share | None = None
    sleutels: Share | None = None
    daling: Share | None = None

    @property
    def grenzen(self) -> Grenzen:
        """Return all limits."""
        return Grenzen.model_validate({name: value for name, value in self if value is not None})


class Codelists(Closed):
    """The official lists, and the year of one that does not say it."""

    bestanden: Paths
    jaar: Year | None = None


class LedgerKey(Closed):
    """The ledger export and its revenue accounts, by number or by the start of one (``801*``)."""

    bestand: Filled | None = None
    rekeningen: Accounts | None = None


class AcceptanceKey(Closed):
    """The file with acceptances, and whether each needs a second person."""

    bestand: Filled
    vier_ogen: YesNo = False


class Tolerance(Closed):
    """How much may be wrong: a share of what was judged, and euros."""

    rijen: Share | None = None
    eur: Amount | None = None

    @model_validator(mode="after")
    def _something(self) -> Tolerance:
        if self.rijen is None and self.eur is None:
            raise wrong(
                Text("deze tolerantie noemt geen grens", "this tolerance names no limit"),
                Text(
                    "schrijf {rijen: 1%, eur: 25000}, of een van beide", "write {rijen: 1%, eur: 25000}, or one of them"
                ),
            )
        return self


class Tolerances(Closed):
    """A tolerance for the whole, per theme and per check.

    ``steekproeven`` are folders of draws that were judged; ``opzij_raakt`` is how many units a row that was set aside
    may touch at most: an assumption of the user.
    """

    geheel: Tolerance | None = None
    themas: dict[str, Tolerance] = Field(default_factory=dict)
    checks: dict[Annotated[str, Field(pattern=CHECK_ID)], Tolerance] = Field(default_factory=dict)
    steekproeven: Paths | None = None
    opzij_raakt: Annotated[int, _whole(1, 1_000_000)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Tolerances:
        if not (self.geheel or self.themas or self.checks):
            raise wrong(
                Text("tolerantie noemt niets om te beoordelen", "tolerantie names nothing to judge"),
                Text(
                    "schrijf geheel: {rijen: 1%}, of themas of checks", "write geheel: {rijen: 1%}, or themas or checks"
                ),
            )
        return self


class Mail(Closed):
    """Where the summary of the morning goes. ``wachtwoord`` is checked to be a variable before it is filled in."""

    server: Filled
    poort: Port = 587
    gebruiker: Filled | None = None
    wachtwoord: Filled | None = None
    van: Address
    aan: Addresses
    herleidbaar_per_mail: YesNo = False

    @model_validator(mode="after")
    def _both_or_neither(self) -> Mail:
        if (self.gebruiker is None) != (self.wachtwoord is None):
            given = "gebruiker" if self.wachtwoord is None else "wachtwoord"
            other = "wachtwoord" if self.wachtwoord is None else "gebruiker"
            raise wrong(
                Text(f"{given} staat er zonder {other}", f"{given} is given without {other}"),
                Text("geef beide, of geen van beide", "give both, or neither"),
                given,
            )
        return self


class OwnerKey(Closed):
    """Who has to act, and within how many days."""

    eigenaar: Filled | None = None
    dagen: Annotated[int, _whole(1, _MOST_DAYS)] | None = None


Owned = Annotated[OwnerKey, _short_for("eigenaar")]


class OwnersKey(Closed):
    """The owners of themes and of checks; what a check does not say, its theme does."""

    themas: dict[Annotated[str, Field(pattern=r"^[a-z-]+$")], Owned] = Field(default_factory=dict)
    checks: dict[Annotated[str, Field(pattern=CHECK_ID)], Owned] = Field(default_factory=dict)


class Retention(Closed):
    """How long outputs are kept: ``dagen`` days, and always the newest ``minstens``."""

    dagen: Days
    minstens: Days = 1


class Provider(Closed):
    """The healthcare provider that the audit is about."""

    naam: Filled | None = None
    agb: Annotated[Filled, Field(pattern=r"^[0-9]{8}$")] | None = None


class ConfigurationFile(Closed):
    """A configuration as it is written."""

    export: Filled | None = None
    mapping: Filled | None = None
    codelijst: Annotated[Codelists, _short_for("bestanden")] | None = None
    declaratie: Paths | None = None
    grootboek: Annotated[LedgerKey, _short_for("bestand")] | None = None
    extra_checks: Paths | None = None
    parameters: Filled | None = None
    instellingen: dict[str, bool | int | float | str] = Field(default_factory=dict)
    periode: Filled | None = None
    archief: Filled | None = None
    reeks: Filled | None = None
    acceptaties: Annotated[AcceptanceKey, _short_for("bestand")] | None = None
    raamwerk: Filled | None = None
    werkprogramma: Filled | None = None
    tolerantie: Tolerances | None = None
    grenzen: Limits = Limits()
    uitvoer: Filled | None = None
    taal: Annotated[Language, only(get_args(Language))] | None = None
    fail_on: Annotated[FailOn, only(get_args(FailOn))] | None = None
    werklijsten: Names | None = None
    oscal: YesNo | None = None
    eigenaren: OwnersKey = OwnersKey()
    melden: Mail | None = None
    bewaren: Annotated[Retention, _short_for("dagen")] | None = None
    onderteken: Filled | None = None
    aanbieder: Provider = Provider()
    uitgevoerd_door: Filled | None = None
    beoordeeld_door: Filled | None = None
    beoordeeld_op: date | None = None
    conclusie_beoordelaar: Filled | None = None

    @field_validator("periode")
    @classmethod
    def _a_period(cls, given: str | None) -> str | None:
        if given is not None:
            try:
                parse_period(given)
            except UsageError:
                raise wrong(
                    Text(f"'{given}' is geen periode", f"'{given}' is no period"),
                    Text(
                        "schrijf 2024, 2024-K2, 2024-03 of 2024-01-15..2024-02-29",
                        "write 2024, 2024-K2, 2024-03 or 2024-01-15..2024-02-29",
                    ),
                ) from None
        return given
