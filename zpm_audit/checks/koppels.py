"""Look-ups: which rows of another table belong to a unit, and which values come from them.

What a look-up computes is in ``zpm_audit.engine.lookups``; here stands only what may be written. An empty key matches
nothing.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from zpm_audit.base.language import Text
from zpm_audit.checks.blocks import Name, Names
from zpm_audit.checks.shape import Closed, Expression, wrong

#: Every kind of value that a look-up can give, in the order of the documentation.
KINDS = (
    "waarde",
    "eerste",
    "laatste",
    "som",
    "aantal",
    "bestaat",
    "verschillend",
    "grootste_gat",
    "langste_reeks",
    "grootste_deel",
)
#: Kinds that are 0 where no row matches, and never empty.
COUNTS = ("aantal", "verschillend", "langste_reeks", "grootste_deel")
#: Kinds that stay the same when rows of another unit are seen first, so that they can be asked of earlier rows only.
RUNNING = ("eerste", "laatste", "aantal", "bestaat")


class Veld(Closed):
    """One value per unit from the matching rows of another table.

    ``waarde``: the value of the one matching row (empty without a match). ``eerste``/``laatste``: smallest and largest
    filled value (empty without one). ``aantal``: the number of rows (0 without a match). ``som``: the sum (0 without a
    match, empty when one of the values is empty). ``bestaat``: whether there is a row. ``verschillend``: how many
    different filled values (0 without one). ``grootste_gat``: of a date column, the largest number of days from one
    date to the next (0 with one date, empty without one). ``langste_reeks``: of a date column, how many consecutive
    calendar days at most have a row that meets ``waar`` and none that meets ``onderbreking`` (0 without one).
    ``grootste_deel``: the largest of the sums per value of ``per`` (empty values count 0; rows with an empty ``per``
    are left out; 0 without a row).
    """

    waarde: Name | None = None
    eerste: Name | None = None
    laatste: Name | None = None
    som: Name | None = None
    aantal: Literal[True] | None = None
    bestaat: Literal[True] | None = None
    verschillend: Name | None = None
    grootste_gat: Name | None = None
    langste_reeks: Name | None = None
    grootste_deel: Name | None = None
    per: Name | None = None
    onderbreking: Expression | None = None
    waar: Expression | None = None

    @model_validator(mode="after")
    def _one(self) -> Veld:
        if len(self._chosen()) != 1:
            kinds = ", ".join(KINDS)
            raise wrong(
                Text("een veld heeft precies een soort", "a field has exactly one kind"),
                Text(f"kies uit: {kinds}", f"choose from: {kinds}"),
            )
        if self.waarde and self.waar:
            raise wrong(
                Text("waar hoort niet bij waarde", "waar does not go with waarde"),
                Text("zet waar bij de koppel", "put waar on the koppel"),
                at="waar",
            )
        if (self.grootste_deel is None) != (self.per is None):
            raise wrong(
                Text("grootste_deel en per horen bij elkaar", "grootste_deel and per go together"),
                Text("zeg met per waarover verdeeld wordt", "say with per what is divided over"),
                at="per" if self.per else "",
            )
        if self.onderbreking and not self.langste_reeks:
            raise wrong(
                Text("onderbreking hoort bij langste_reeks", "onderbreking goes with langste_reeks"),
                Text("haal onderbreking weg", "remove onderbreking"),
                at="onderbreking",
            )
        return self

    def _chosen(self) -> list[str]:
        return [k for k in KINDS if getattr(self, k) is not None]

    @property
    def soort(self) -> str:
        """Return which kind of value this is."""
        return self._chosen()[0]

    @property
    def kolom(self) -> str | None:
        """Return the column that the value comes from; None for a count or an existence."""
        value = getattr(self, self.soort)
        return value if isinstance(value, str) else None

    @property
    def kolommen(self) -> tuple[str, ...]:
        """Return every column of the other table that the value is computed from."""
        return tuple(c for c in (self.kolom, self.per) if c)

    @property
    def voorwaarden(self) -> tuple[str, ...]:
        """Return the conditions on rows of the other table."""
        return tuple(c for c in (self.waar, self.onderbreking) if c)


class Periode(Closed):
    """Only rows whose period holds the date ``op`` of the unit; an empty end is open.

    The first day counts; the last day too, unless ``tot_telt_mee`` is false.
    """

    van: Name
    tot: Name
    op: Name
    tot_telt_mee: bool = True


class Binnen(Closed):
    """Only rows whose ``datum`` lies in the period of the unit; an empty end is open.

    An empty ``datum`` matches nothing. The first day counts; the last day too, unless ``tot_telt_mee`` is false.
    """

    datum: Name
    van: Name
    tot: Name
    tot_telt_mee: bool = True


class Koppel(Closed):
    """A look-up in another table. ``sleutel`` maps its columns to those of the unit.

    ``rijen``: of prestaties, only the judged rows (``beoordeeld``, the default) or all of them (``alle``).
    ``optioneel``: the table or its columns may be absent; then nothing matches. ``eerder``: in the unit's own table,
    only rows that come before the unit in this order (empty values last; it ends in the unique key).
    """

    tabel: Annotated[str, Field(pattern=r"^(ref_)?[a-z_]+$")]
    rijen: Literal["beoordeeld", "alle"] = "beoordeeld"
    sleutel: Annotated[dict[Name, Name], Field(min_length=1)]
    waar: Expression | None = None
    periode: Periode | None = None
    binnen: Binnen | None = None
    eerder: Names | None = None
    optioneel: bool = False
    velden: Annotated[dict[Name, Veld], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_window(self) -> Koppel:
        given = [k for k in ("periode", "binnen", "eerder") if getattr(self, k) is not None]
        if len(given) > 1:
            raise wrong(
                Text(f"{' en '.join(given)} gaan niet samen", f"{' and '.join(given)} do not go together"),
                Text("maak er twee koppels van", "make two look-ups of it"),
                at=given[-1],
            )
        unfit = [n for n, v in self.velden.items() if self.eerder and v.soort not in RUNNING]
        if unfit:
            kinds = ", ".join(RUNNING)
            raise wrong(
                Text(f"'{unfit[0]}' kan niet met eerder", f"'{unfit[0]}' is not possible with eerder"),
                Text(f"kies uit: {kinds}", f"choose from: {kinds}"),
                at="eerder",
            )
        return self

    @property
    def namen(self) -> frozenset[str]:
        """Return the names of the unit's own side that the look-up starts from."""
        own = set(self.sleutel.values()) | set(self.eerder or [])
        if self.periode:
            own.add(self.periode.op)
        if self.binnen:
            own |= {self.binnen.van, self.binnen.tot}
        return frozenset(own)

    @property
    def hun_namen(self) -> frozenset[str]:
        """Return the names of the other table by which its rows are found, apart from conditions."""
        theirs = set(self.sleutel) | set(self.eerder or [])
        if self.periode:
            theirs |= {self.periode.van, self.periode.tot}
        if self.binnen:
            theirs.add(self.binnen.datum)
        return frozenset(theirs)
