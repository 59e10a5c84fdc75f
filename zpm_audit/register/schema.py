"""The canonical tables of a registration export: their columns, types and keys, and nothing else.

This is the one place that knows the input contract. ``required`` columns must be there and filled; a value outside
``values`` sets its row aside. What an empty cell stands for is spelled out by the checks in their own expressions, so
that a reader of a check sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

Kind = Literal["text", "int", "date", "time", "datetime", "bool", "eur", "decimal"]

DTYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "int": pl.Int64(),
    "date": pl.Date(),
    "time": pl.Time(),
    "datetime": pl.Datetime("us"),
    "bool": pl.Boolean(),
    # Amounts are whole cents: decimal arithmetic keeps odd scales and rounds silently.
    "eur": pl.Int64(),
    # Other decimals (a percentage) are whole ten-thousandths, for the same reason.
    "decimal": pl.Int64(),
}
#: How many decimals a value of a kind can have; what has more is set aside, for it would have to be rounded.
PLACES: dict[Kind, int] = {"eur": 2, "decimal": 4}

#: The first and the last day that a date or a moment can stand on. What lies outside is a slip of the keyboard or the
#: end of a type ("infinity"), and is set aside: counting days and months with it would mean nothing.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
#: How far a number can lie from zero, in whole units (minutes, persons, euros, percents). Far more than anybody
#: registers, and so little that products and sums of millions of them stay exact.
FARTHEST: dict[Kind, int] = {"int": 10**6, "eur": 10**9, "decimal": 10**4}
_TARIFF, _COUNT, _TOTAL = 10**6, 10**9, 10**12

PRESTATIEGROEPEN = (
    "consult", "groepsconsult", "verblijfsdag", "intercollegiaal_overleg", "euthanasie", "reistijd", "tolk", "ect",
    "methadon", "onderlinge_dienstverlening", "niet_basispakket", "verblijf_zonder_overnachting", "fpt",
    "dagbesteding", "vaktherapie", "transitie", "overig",
)  # fmt: skip
CONSULTTYPEN = ("diagnostiek", "behandeling")
FINANCIERINGEN = ("zvw", "fz", "anders")
VERWIJSTYPEN = ("01", "02", "03", "04", "05", "06", "07")
SETTINGS = tuple(range(1, 9))


@dataclass(frozen=True)
class Column:
    """One column: its name, its canonical kind, and what the contract demands of it."""

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] | tuple[int, ...] = ()
    farthest: int | None = None

    @property
    def limit(self) -> int | None:
        """Return how far a number can lie from zero, as it is kept (cents); None where the values are listed."""
        if self.values or self.kind not in FARTHEST:
            return None
        return (self.farthest or FARTHEST[self.kind]) * self.scale

    @property
    def dtype(self) -> pl.DataType:
        """Return the polars type of the column in canonical Parquet (``eur``: whole cents)."""
        return DTYPES[self.kind]

    @property
    def scale(self) -> int:
        """Return how many of the whole units in which the column is kept make one: 100 cents make a euro."""
        return int(10 ** PLACES.get(self.kind, 0))


@dataclass(frozen=True)
class Table:
    """One table: its columns in the order of the contract, and the column that is its unique key (if any)."""

    name: str
    columns: tuple[Column, ...]
    key: str | None = None

    @property
    def by_name(self) -> dict[str, Column]:
        """Return the columns by name."""
        return {c.name: c for c in self.columns}

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Return the polars schema of the full table."""
        return {c.name: c.dtype for c in self.columns}


def _columns(kind_names: str, **extra: Column) -> tuple[Column, ...]:
    """Read ``"name:kind"`` words; a ``*`` behind the name marks a required column."""
    columns = []
    for word in kind_names.split():
        name, kind = word.split(":")
        required = name.endswith("*")
        plain = name.rstrip("*")
        columns.append(extra.get(plain) or Column(plain, kind, required))  # type: ignore[arg-type]
    return tuple(columns)


_PRESTATIES = Table(
    "prestaties",
    _columns(
        """prestatie_id*:text patient_id*:text zorgtraject_id:text datum*:date starttijd:time prestatiegroep*:text
        consulttype:text prestatiecode:text setting:int behandelaar_id:text gepland:bool gepland_op:datetime
        geplande_minuten:int gerealiseerde_minuten:int duurklasse:int groepssessie_id:text groepsgrootte:int
        aanwezig:bool hoofdprestatie_id:text reistijd_minuten:int eigen_locatie:bool asynchroon:bool overleg_met:text
        overleg_vastgelegd:bool patient_geinformeerd:bool bedrag_eur:eur declarabel:bool factuurdatum:date
        acuut_binnen_budget:bool team:text""",
        prestatiegroep=Column("prestatiegroep", "text", required=True, values=PRESTATIEGROEPEN),
        consulttype=Column("consulttype", "text", values=CONSULTTYPEN),
        setting=Column("setting", "int", values=SETTINGS),
        aanwezig=Column("aanwezig", "bool"),
        asynchroon=Column("asynchroon", "bool"),
        declarabel=Column("declarabel", "bool"),
        acuut_binnen_budget=Column("acuut_binnen_budget", "bool"),
    ),
    key="prestatie_id",
)
_ZORGTRAJECTEN = Table(
    "zorgtrajecten",
    _columns(
        """zorgtraject_id*:text patient_id*:text startdatum*:date einddatum:date financiering:text
        nieuwe_zorgvraag:bool regiebehandelaar_id:text diagnose_hoofdgroep:text diagnose_verzekerd:bool
        zorgvraagtype:text zorgvraagtype_datum:date verwijstype:text verwijsdatum:date aanmelddatum:date
        verwijzer_agb:text spoed:bool""",
        financiering=Column("financiering", "text", values=FINANCIERINGEN),
        nieuwe_zorgvraag=Column("nieuwe_zorgvraag", "bool"),
        verwijstype=Column("verwijstype", "text", values=VERWIJSTYPEN),
        spoed=Column("spoed", "bool"),
    ),
    key="zorgtraject_id",
)
_BEHANDELAREN = Table(
    "behandelaren",
    _columns(
        "behandelaar_id*:text beroep*:text agb_code:text big_nummer:text geldig_van:date geldig_tot:date naam:text"
    ),
)
_PATIENTEN = Table(
    "patienten",
    _columns("patient_id*:text geboortedatum:date bsn:text uzovi:text privacyverklaring:bool"),
    key="patient_id",
)
_OPNAMES = Table(
    "opnames",
    _columns(
        "opname_id*:text patient_id*:text opname*:datetime ontslag:datetime integraal_tarief:bool financiering:text",
        financiering=Column("financiering", "text", values=FINANCIERINGEN),
    ),
    key="opname_id",
)
_CODELIJST = Table(
    "codelijst",
    _columns(
        """prestatiecode*:text geldig_van:date geldig_tot:date omschrijving:text prestatiegroep:text setting:int
        beroepscategorie:text consulttype:text duurklasse:int groepsgrootte:int max_tarief_eur:eur""",
        prestatiegroep=Column("prestatiegroep", "text", values=PRESTATIEGROEPEN),
        consulttype=Column("consulttype", "text", values=CONSULTTYPEN),
        setting=Column("setting", "int", values=SETTINGS),
        max_tarief_eur=Column("max_tarief_eur", "eur", farthest=_TARIFF),
    ),
)
_PROGNOSE = Table(
    "prognose",
    _columns(
        "maand*:date setting:int prestatiegroep*:text aantal*:int consulttype:text",
        aantal=Column("aantal", "int", required=True, farthest=_COUNT),
        prestatiegroep=Column("prestatiegroep", "text", required=True, values=PRESTATIEGROEPEN),
        setting=Column("setting", "int", values=SETTINGS),
        consulttype=Column("consulttype", "text", values=CONSULTTYPEN),
    ),
)
_TEAMS = Table(
    "teams",
    _columns(
        "team*:text setting*:int geldig_van:date geldig_tot:date",
        setting=Column("setting", "int", required=True, values=SETTINGS),
    ),
)
_CONTRACTEN = Table(
    "contracten",
    _columns(
        """uzovi*:text geldig_van:date geldig_tot:date hoogspecialistisch:bool integraal_tarief:bool max_max:bool
        prijs_pct:decimal plafond_eur:eur""",
        hoogspecialistisch=Column("hoogspecialistisch", "bool"),
        integraal_tarief=Column("integraal_tarief", "bool"),
        max_max=Column("max_max", "bool"),
        plafond_eur=Column("plafond_eur", "eur", farthest=_TOTAL),
    ),
)
_CONTROLETOTALEN = Table(
    "controletotalen",
    _columns(
        "tabel*:text rijen:int bedrag_eur:eur",
        rijen=Column("rijen", "int", farthest=_TOTAL),
        bedrag_eur=Column("bedrag_eur", "eur", farthest=_TOTAL),
    ),
)
_REGEL = Column("regel", "int", farthest=_COUNT)

# The tables of a declaration message (GDS801), for the rules that judge the message itself. Each holds what such a rule
# judges one by one; the receiver stands in all of them, because most rules ask for it. No BSN stands in any of them.
_BERICHT = Table(
    "bericht",
    _columns(
        """bericht_id*:text berichtversie:int berichtsubversie:int berichtsoort:text verzender:text verzender_rol:text
        ontvanger:text ontvanger_rol:text verzenddatum:date betaling_servicebureau:bool factuurnummer:text
        factuurdatum:date begin_periode:date eind_periode:date totaal_eur:eur totaal_debet_credit:text
        aantal_verzekerden:int aantal_debet:int aantal_credit:int som_debet_eur:eur som_credit_eur:eur
        bedragen_onbekend:int""",
        **{name: Column(name, "eur", farthest=_TOTAL) for name in ("totaal_eur", "som_debet_eur", "som_credit_eur")},
        **{
            name: Column(name, "int", farthest=_COUNT)
            for name in ("aantal_verzekerden", "aantal_debet", "aantal_credit", "bedragen_onbekend")
        },
    ),
    key="bericht_id",
)
_BERICHT_VERZEKERDEN = Table(
    "bericht_verzekerden",
    _columns(
        """verzekerde_id*:text regel:int patient_id:text uzovi:text geboortedatum:date heeft_bsn:bool
        heeft_verzekerdennummer:bool ontvanger:text ontvanger_rol:text verzenddatum:date""",
        regel=_REGEL,
    ),
    key="verzekerde_id",
)
_BERICHT_PRESTATIES = Table(
    "bericht_prestaties",
    _columns(
        """prestatie_id*:text regel:int soort*:text patient_id:text zorgtraject_id:text behandelaar_id:text
        codelijst:text prestatiecode:text datum:date begintijd:time einddatum:date eindtijd:time aantal:int
        tarief_eur:eur berekend_eur:eur bedrag_eur:eur gerelateerd_id:text doorsturen:bool privacy:bool postcode:text
        traject_startdatum:date verwijstype:text verwijsdatum:date verwijzer_agb:text verwijzer_specificatie:text
        heeft_verwijzer:bool heeft_plaatsingsbesluit:bool aantal_behandelaars:int aantal_regiebehandelaars:int
        aantal_diagnosen:int hoofdgroepen_ggz:int hoofdgroepen_fz:int zorgvraagtypen_ggz:int zorgvraagtypen_fz:int
        profielen:int ontvanger:text ontvanger_rol:text verzenddatum:date berichtversie:int""",
        regel=_REGEL,
        soort=Column("soort", "text", required=True, values=("debet", "credit")),
    ),
    key="prestatie_id",
)
_BERICHT_ZORGAANBIEDERS = Table(
    "bericht_zorgaanbieders",
    _columns(
        """zorgaanbieder_id*:text regel:int prestatie_id:text patient_id:text codelijst:text datum:date plaats*:text
        rol:text soort:text agb:text specificatie:text beroep:text heeft_naam:bool""",
        regel=_REGEL,
        plaats=Column("plaats", "text", required=True, values=("prestatie", "verwijzing", "diagnose")),
    ),
    key="zorgaanbieder_id",
)
_BERICHT_DIAGNOSEN = Table(
    "bericht_diagnosen",
    _columns(
        """diagnose_id*:text regel:int prestatie_id:text patient_id:text prestatiecodelijst:text datum:date privacy:bool
        codelijst:text diagnosecode:text diagnosedatum:date ontvanger:text ontvanger_rol:text verzenddatum:date""",
        regel=_REGEL,
    ),
    key="diagnose_id",
)

_OF_AN_EXPORT = (
    _PRESTATIES, _ZORGTRAJECTEN, _BEHANDELAREN, _PATIENTEN, _OPNAMES, _CODELIJST, _PROGNOSE, _TEAMS, _CONTRACTEN,
    _CONTROLETOTALEN,
)  # fmt: skip
_OF_A_MESSAGE = (_BERICHT, _BERICHT_VERZEKERDEN, _BERICHT_PRESTATIES, _BERICHT_ZORGAANBIEDERS, _BERICHT_DIAGNOSEN)

#: Every table that a register can have, and that a check can be about.
TABLES: dict[str, Table] = {table.name: table for table in (*_OF_AN_EXPORT, *_OF_A_MESSAGE)}
#: The tables that an export as a folder or a database can have: what intake looks for, and a mapping may name.
EXPORT_TABLES: dict[str, Table] = {table.name: table for table in _OF_AN_EXPORT}
#: The tables that only a declaration message gives.
MESSAGE_TABLES: dict[str, Table] = {table.name: table for table in _OF_A_MESSAGE}
REQUIRED_TABLES = ("prestaties", "zorgtrajecten")


def column_of(table: str, name: str) -> Column | None:
    """Return the column ``name`` of ``table``, or None where the contract has no such column."""
    return TABLES[table].by_name.get(name)
