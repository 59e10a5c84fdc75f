"""The shape of a check file, typed and closed: a key that is not named here is refused.

A check reads as the norm does: who it is about (``populatie``), what it looks up (``koppel``), what it derives
(``afgeleid``), what must hold (``eis``, or ``oordeel`` where the order of the questions matters), and what the person
who must act gets to read (``melding``). Expressions are SQL over the columns of one row.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from zpm_audit.base.language import Text
from zpm_audit.base.settings import Setting
from zpm_audit.checks.blocks import BLOCKS, Block, Name
from zpm_audit.checks.koppels import Koppel
from zpm_audit.checks.limits.change import Change
from zpm_audit.checks.shape import Bilingual, Closed, Expression, wrong
from zpm_audit.checks.sql.expressions import parse, split_conditions
from zpm_audit.checks.verdict import Verdict
from zpm_audit.register import TABLES

CHECK_ID = r"^[A-Z][A-Z0-9]+-[A-Z]{2}-[0-9]{2}$"

Ernst = Literal["fout", "signaal"]
Zekerheid = Literal["Z", "A", "B", "C"]
Onderwerp = Literal["prestatie", "zorgtraject", "patient", "behandelaar", "groep"]


_SWAP = Text("verwissel de datums", "swap the dates")

#: A key that checks had once; ``checks lint`` says that it can go.
SURPLUS = "partitie"


class Norm(Closed):
    """One source of the norm and how certain it is."""

    bron: Annotated[str, Field(min_length=1)]
    artikel: str | None = None
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    geldig_van: date
    geldig_tot: date | None = None
    zekerheid: Zekerheid
    geverifieerd_op: date

    @model_validator(mode="after")
    def _ordered(self) -> Norm:
        if self.geldig_tot is not None and self.geldig_tot < self.geldig_van:
            raise wrong(
                Text("geldig_tot ligt voor geldig_van", "geldig_tot is before geldig_van"), _SWAP, at="geldig_tot"
            )
        return self


class ParameterValue(Closed):
    """One dated value with its own source. Without ``vanaf`` it holds from the beginning, without ``tot`` for ever."""

    vanaf: date | None = None
    tot: date | None = None
    waarde: date | int | float
    bron: Annotated[str, Field(min_length=1)]
    zekerheid: Zekerheid

    @model_validator(mode="after")
    def _ordered(self) -> ParameterValue:
        if self.vanaf and self.tot and self.tot < self.vanaf:
            raise wrong(Text("tot ligt voor vanaf", "tot is before vanaf"), _SWAP, at="tot")
        return self


class GedeeldeParameter(Closed):
    """A limit of the norm that several checks use: numbers, or dates, each with its period and source."""

    omschrijving: Bilingual
    eenheid: Annotated[str, Field(min_length=1)]
    waarden: Annotated[list[ParameterValue], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_kind(self) -> GedeeldeParameter:
        if len({isinstance(v.waarde, date) for v in self.waarden}) > 1:
            raise wrong(
                Text("de waarden zijn deels datums, deels getallen", "the values are partly dates, partly numbers"),
                Text("kies een van beide", "choose one of them"),
                at="waarden",
            )
        return self


class Parameter(GedeeldeParameter):
    """A limit as one check uses it. ``op`` is the date column of the unit that picks the value.

    With ``gedeeld`` its values stand in the shared definitions under that name; the loader has filled them in.
    """

    op: Name
    gedeeld: Name | None = None

    def starts(self) -> tuple[date | None, ...]:
        """Return the first day of each dated value: what names it."""
        return tuple(value.vanaf for value in self.waarden)


class Definitie(Closed):
    """A derived value: an SQL expression, or one block.

    ``naam`` says in words what it is. ``een_van`` names columns of which one is enough: the others may be absent.
    ``leeg`` says why an empty value may become a known one here (required with coalesce and case). ``alleen_met``
    names a table: what the value is computed from must be in the export only where that table is.
    """

    naam: Bilingual | None = None
    sql: Expression | None = None
    blok: Block | None = None
    een_van: list[Name] | None = None
    alleen_met: str | None = None
    leeg: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _pick(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"sql": value}
        if not isinstance(value, dict):
            raise wrong(
                Text("hier hoort een SQL-uitdrukking of een blok", "an SQL expression or a block belongs here"),
                Text(f"blokken: {', '.join(BLOCKS)}", f"blocks: {', '.join(BLOCKS)}"),
            )
        value = dict(value)
        named = [k for k in value if k in BLOCKS]
        if "sql" in value or not named:
            return value
        if len(named) > 1:
            raise wrong(
                Text(f"meer dan een blok: {', '.join(named)}", f"more than one block: {', '.join(named)}"),
                Text("schrijf elk blok onder een eigen naam", "write each block under a name of its own"),
                at=named[-1],
            )
        value["blok"] = BLOCKS[named[0]].model_validate(value.pop(named[0]))
        return value

    @model_validator(mode="after")
    def _one(self) -> Definitie:
        if (self.sql is None) == (self.blok is None):
            names = ", ".join(BLOCKS)
            raise wrong(
                Text("geef sql of precies een blok", "give sql or exactly one block"),
                Text(f"blokken: {names}", f"blocks: {names}"),
            )
        return self

    @property
    def over_rows(self) -> bool:
        """Tell whether the value depends on other rows of the population."""
        return self.blok is not None and self.blok.over_rows


class Groep(Closed):
    """Makes units out of rows: rows that meet ``waar`` are grouped by ``per`` (named expressions)."""

    waar: Expression
    per: Annotated[dict[Name, Expression], Field(min_length=1)]
    velden: Annotated[dict[Name, Expression], Field(min_length=1)]

    @property
    def reads(self) -> frozenset[str]:
        """Return the names of a row that the group is made from."""
        return frozenset(n for sql in (self.waar, *self.per.values(), *self.velden.values()) for n in parse(sql).reads)


class Populatie(Closed):
    """Who the check is about: the denominator.

    Units for which ``waar`` is empty, or that meet it while a column of ``gevuld`` is empty, are out of the population
    and counted as ``buiten_beeld``.
    """

    tabel: str
    waar: Expression | None = None
    gevuld: list[Name] = Field(default_factory=list)
    groep: Groep | None = None
    woorden: Bilingual

    @field_validator("tabel")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in TABLES:
            names = ", ".join(TABLES)
            what = Text(f"onbekende tabel '{value}'", f"unknown table '{value}'")
            raise wrong(what, Text(f"kies uit: {names}", f"choose from: {names}"))
        return value

    @property
    def voorwaarden(self) -> list[str]:
        """Return the conditions of ``waar`` that each put a unit out of the population by themselves."""
        return split_conditions(self.waar) if self.waar else []


class Tak(Closed):
    """One question of an ordered verdict: when ``als`` holds the verdict is ``dan``; an empty answer is onbepaald."""

    als: Expression | None = None
    anders: Verdict | None = None
    dan: Verdict | None = None
    melding: Bilingual | None = None

    @field_validator("dan", "anders", mode="before")
    @classmethod
    def _verdict(cls, value: Any) -> Any:
        if isinstance(value, str) and value in Verdict.__members__.values():
            return Verdict(value)
        return value

    @model_validator(mode="after")
    def _shape(self) -> Tak:
        if (self.als is None) == (self.anders is None) or (self.als is None) != (self.dan is None):
            raise wrong(
                Text("een tak heeft als en dan, of alleen anders", "a branch has als and dan, or only anders"),
                Text("schrijf {als: voorwaarde, dan: oordeel}", "write {als: condition, dan: verdict}"),
            )
        return self


class JuisteCode(Closed):
    """Impact of a wrong class: the amount minus that of the right code.

    ``code`` names the column with the right prestatiecode; where ``geheel`` holds, the row may not be claimed at all
    and the whole amount counts. The amount of the right code comes from the codelijst, else from other judged rows
    with that code on the same date when these agree; else the impact is unknown.
    """

    code: Name
    geheel: Expression


class SomVan(Closed):
    """Impact of a zorgtraject: the sum over prestaties of it. Empty when one of the amounts is empty.

    ``waar`` may use the columns of the prestatie, and with the prefix ``eigen_`` those of the unit.
    """

    sleutel: Name
    waar: Expression
    bedrag: Name
    eigen: list[Name] = Field(default_factory=list)


class Impact(Closed):
    """The amount at stake, in whole cents: an expression, or one of two general blocks."""

    sql: Expression | None = None
    juiste_code: JuisteCode | None = None
    som_van: SomVan | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"sql": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one(self) -> Impact:
        if sum(x is not None for x in (self.sql, self.juiste_code, self.som_van)) != 1:
            raise wrong(
                Text("impact heeft precies een soort", "impact has exactly one kind"),
                Text("geef een uitdrukking, juiste_code of som_van", "give an expression, juiste_code or som_van"),
            )
        return self


class Check(Closed):
    """One check."""

    id: Annotated[str, Field(pattern=CHECK_ID)]
    titel: Bilingual
    versie: Annotated[int, Field(ge=1)]
    ernst: Ernst
    thema: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    onderwerp: Onderwerp
    sleutel: list[Name] = Field(default_factory=list)
    risico: Bilingual
    eist: Bilingual
    doen: Bilingual
    lezing: Bilingual | None = None
    norm: Annotated[list[Norm], Field(min_length=1)]
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    populatie: Populatie
    koppel: dict[Name, Koppel] = Field(default_factory=dict)
    afgeleid: dict[Name, Definitie] = Field(default_factory=dict)
    eis: Expression | None = None
    loopt: Expression | None = None
    oordeel: Annotated[list[Tak], Field(min_length=2)] | None = None
    leeg: Bilingual | None = None
    datum: Name | None = None
    waarde: Expression
    grens: Expression
    melding: Bilingual
    uiterste_datum: Name | None = None
    impact: Impact | None = None
    statistiek: dict[Name, Expression] = Field(default_factory=dict)
    geen_onbepaald: Bilingual | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_earlier(cls, value: Any) -> Any:
        """Leave out what a check of an earlier version says of splitting its work: that follows from the check itself.

        An archive and an evidence package keep such checks, and judge by them again.
        """
        return {k: v for k, v in value.items() if k != SURPLUS} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _verdict(self) -> Check:
        if (self.eis is None) == (self.oordeel is None):
            both = self.eis is not None
            raise wrong(
                Text("eis en oordeel staan er allebei", "both eis and oordeel stand here")
                if both
                else Text("eis of oordeel ontbreekt", "eis or oordeel is missing"),
                Text("geef een van beide", "give one of them"),
                at="oordeel" if both else "",
            )
        if self.oordeel is not None:
            if self.loopt is not None:
                raise wrong(
                    Text("loopt hoort bij eis", "loopt goes with eis"),
                    Text("schrijf in oordeel een tak met dan: loopt", "write a branch with dan: loopt in oordeel"),
                    at="loopt",
                )
            if self.oordeel[-1].anders is None or any(t.anders for t in self.oordeel[:-1]):
                raise wrong(
                    Text("een oordeel eindigt met precies een tak 'anders'", "an oordeel ends in exactly one 'anders'"),
                    Text("zet anders in de laatste tak", "put anders in the last branch"),
                    at="oordeel",
                )
        return self

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """Return the verdicts that a unit can get."""
        runs = self.loopt is not None or any(Verdict.LOOPT in {t.dan, t.anders} for t in self.oordeel or [])
        never = {Verdict.ONBEPAALD} if self.geen_onbepaald else set()
        return frozenset(Verdict) - never - (set() if runs else {Verdict.LOOPT})

    @property
    def opgezocht(self) -> frozenset[str]:
        """Return the names that only this check looks up."""
        return frozenset(name for koppel in self.koppel.values() for name in koppel.velden)

    @property
    def zekerheid(self) -> str:
        """Return the weakest certainty among the sources of the norm and of its parameters."""
        letters = [n.zekerheid for n in self.norm]
        letters += [v.zekerheid for p in self.parameters.values() for v in p.waarden]
        return max(letters, key="ZABC".index)


class Thema(Closed):
    """A theme of the catalogue: the folder that its checks stand in."""

    titel: Bilingual


class Instelling(Closed):
    """A choice of the user that checks may depend on: what it means, and what holds when nothing is chosen."""

    omschrijving: Bilingual
    standaard: Setting


class Herrekening(Closed):
    """What a prestatie should have cost: the tariff of the code that follows from what else was registered.

    Prestaties that meet ``waar`` get the class that the checks ``klasse_volgens`` demand, which follows from
    ``klasse_uit``. The code of that class on the code list (``lijst_klasse``) is found by ``lijst_sleutel`` (their
    name: ours), or by ``anders_sleutel`` where the list has no such values. ``code_volgens`` are the checks that judge
    the code by the rest.
    """

    waar: Expression
    klasse: Name
    klasse_volgens: Annotated[list[str], Field(min_length=1)]
    klasse_uit: list[Name]
    code_volgens: list[str]
    lijst_klasse: Name
    lijst_sleutel: Annotated[dict[Name, Name], Field(min_length=1)]
    anders_sleutel: Annotated[dict[Name, Name], Field(min_length=1)]


class Definities(Closed):
    """What checks share: look-ups and derived values per table, so that a term means one thing everywhere.

    ``beoordeeld`` says per table which rows are judged; ``tellingen`` names counts of rows for the run's totals.
    ``tijdas``, ``settingas``, ``financieringsas`` and ``bedragas`` name what units of a table are counted by;
    ``sleutels`` says which column of a table fills which key column of a finding where the names differ;
    ``onderscheid`` names the columns that tell rows of one subject apart. ``instellingen`` are the choices of the user
    that checks may depend on; ``geleverd`` gives names to whether a table is in the export.
    """

    herrekening: Herrekening | None = None
    beoordeeld: dict[str, Definitie] = Field(default_factory=dict)
    tijdas: dict[str, Name] = Field(default_factory=dict)
    settingas: dict[str, Name] = Field(default_factory=dict)
    financieringsas: dict[str, Name] = Field(default_factory=dict)
    bedragas: dict[str, Name] = Field(default_factory=dict)
    sleutels: dict[str, dict[Name, Name]] = Field(default_factory=dict)
    onderscheid: dict[str, list[Name]] = Field(default_factory=dict)
    instellingen: dict[Name, Instelling] = Field(default_factory=dict)
    parameters: dict[Name, GedeeldeParameter] = Field(default_factory=dict)
    geleverd: dict[Name, str] = Field(default_factory=dict)
    tellingen: dict[Name, Definitie] = Field(default_factory=dict)
    koppel: dict[str, dict[Name, Koppel]] = Field(default_factory=dict)
    afgeleid: dict[str, dict[Name, Definitie]] = Field(default_factory=dict)
    themas: dict[Annotated[str, Field(pattern=r"^[a-z-]+$")], Thema] = Field(default_factory=dict)


class Catalogue(BaseModel):
    """All checks with what they share. ``references`` are the code lists that stand beside them (CSV).

    A folder of one's own may leave out what checks share: ``borrowed`` are the files of the built-in catalogue that
    then take that place, and ``suites`` is the folder of the data contract in use. ``extra`` are the folders with
    checks that stand beside it, ``own_limits`` is the file with limits in the place of its own: the ``changes``.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    folder: Path
    definitions: Definities
    checks: dict[str, Check]
    files: dict[str, Path]
    references: dict[str, Path]
    suites: Path
    borrowed: tuple[Path, ...] = ()
    extra: tuple[Path, ...] = ()
    own_limits: Path | None = None
    changes: tuple[Change, ...] = ()

    def select(self, ids: list[str]) -> Catalogue:
        """Return the catalogue with only these checks, in the order of the catalogue."""
        return self.model_copy(update={"checks": {i: c for i, c in self.checks.items() if i in ids}})
