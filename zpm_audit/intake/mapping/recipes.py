"""How a column is made that a source does not have as such: a closed set, without expressions and without code."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag

from zpm_audit.base.language import Text
from zpm_audit.intake.mapping.notation import Encoding, Separator
from zpm_audit.intake.mapping.parts import AnyText, Filled, PartOfMapping, RefusedError, Texts, Translation, filled
from zpm_audit.register.schema import Column, Kind

#: What a prestatiecode tells of a prestatie.
OF_A_CODE = ("prestatiegroep", "consulttype", "setting", "duurklasse")
_LONGEST_KEY = 100


class Recipe(PartOfMapping):
    """One way to make a column. ``makes`` are the kinds of column that it can make (none named: every kind)."""

    makes: ClassVar[tuple[Kind, ...]] = ()

    @property
    def way(self) -> str:
        """Return the key by which the mapping names this way."""
        return next(iter(type(self).model_fields))

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        return (getattr(self, self.way),)

    @property
    def shown(self) -> str:
        """Return what it is made from, for a person."""
        return ", ".join(self.sources)

    def can_make(self, column: Column) -> bool:
        """Tell whether this way can make ``column``."""
        return not self.makes or column.kind in self.makes


class Vast(Recipe):
    """The same value on every row."""

    vast: Filled

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from: none."""
        return ()

    @property
    def shown(self) -> str:
        """Return the value."""
        return self.vast


class DatumVan(Recipe):
    """The date of a moment."""

    makes = ("date",)
    datum_van: Filled


class TijdVan(Recipe):
    """The clock time of a moment."""

    makes = ("time",)
    tijd_van: Filled


class Between(PartOfMapping):
    """Two moments."""

    van: Filled
    tot: Filled


def _column_or_span(given: Any) -> str:
    return ":span" if isinstance(given, (dict, Between)) else ":kolom"


class MinutenVan(Recipe):
    """Whole minutes from a duration, or from the moments between which they lie."""

    makes = ("int",)
    minuten_van: Annotated[
        Annotated[Filled, Tag(":kolom")] | Annotated[Between, Tag(":span")], Discriminator(_column_or_span)
    ]

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        said = self.minuten_van
        return (said.van, said.tot) if isinstance(said, Between) else (said,)


class Centen(Recipe):
    """An amount from whole cents."""

    makes = ("eur",)
    centen: Filled


def _length(given: Any) -> Any:
    if not str(filled(given)).isdecimal() or not 0 < int(given) <= _LONGEST_KEY:
        nl, en = f"'{given}' is geen lengte", f"'{given}' is no length"
        hint = Text(f"een getal van 1 tot en met {_LONGEST_KEY}", f"a number from 1 to {_LONGEST_KEY}")
        raise RefusedError(nl, en, hint)
    return int(given)


def _sign(given: Any) -> Any:
    if len(filled(given)) != 1:
        raise RefusedError(
            "{name} moet een teken zijn", "{name} must be one character", Text('zoals "0"', 'such as "0"')
        )
    return given


class Pad(PartOfMapping):
    """A text that lost the signs in front of it."""

    kolom: Filled
    lengte: Annotated[int, BeforeValidator(_length)]
    met: Annotated[str, BeforeValidator(_sign)] = "0"


class Aanvullen(Recipe):
    """A text filled up in front to a length; a longer one stays as it is."""

    makes = ("text",)
    aanvullen: Pad

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        return (self.aanvullen.kolom,)


class Samen(Recipe):
    """Columns joined; where one is empty there is nothing to join."""

    samen: Texts
    tussen: AnyText = "-"

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        return self.samen


class Gevuld(Recipe):
    """Whether a column has a value."""

    makes = ("bool",)
    gevuld: Filled


class Prefixes(PartOfMapping):
    """What a text means by how it begins."""

    kolom: Filled
    waarden: Annotated[Translation, Field(min_length=1)]


class BegintMet(Recipe):
    """A value by how a text begins; the longest beginning that fits goes first."""

    begint_met: Prefixes

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        return (self.begint_met.kolom,)


class KeyNames(PartOfMapping):
    """A key that has another name in the other file."""

    hier: Filled
    daar: Filled


def _key_form(given: Any) -> str:
    return ":namen" if isinstance(given, (dict, KeyNames)) else ":naam"


class Lookup(PartOfMapping):
    """Where a value stands that is looked up by its key."""

    bestand: Filled | None = None
    tabel: Filled | None = None
    blad: Filled | None = None
    scheidingsteken: Separator | None = None
    codering: Encoding | None = None
    sleutel: Annotated[Annotated[Filled, Tag(":naam")] | Annotated[KeyNames, Tag(":namen")], Discriminator(_key_form)]
    kolom: Filled

    @property
    def here(self) -> str:
        """Return the name of the key in the source of the table."""
        return self.sleutel.hier if isinstance(self.sleutel, KeyNames) else self.sleutel

    @property
    def there(self) -> str:
        """Return the name of the key in the file where the value stands."""
        return self.sleutel.daar if isinstance(self.sleutel, KeyNames) else self.sleutel


class Opzoeken(Recipe):
    """A value from another file, by key."""

    opzoeken: Lookup

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the columns of the source that it is made from."""
        return (self.opzoeken.here,)

    @property
    def shown(self) -> str:
        """Return where the value stands."""
        said = self.opzoeken
        return f"{said.bestand or said.tabel}: {said.kolom} bij {said.here}"


class UitCode(Recipe):
    """What a prestatiecode tells."""

    uit_code: Filled

    def can_make(self, column: Column) -> bool:
        """Tell whether a code tells this."""
        return column.name in OF_A_CODE


RECIPES: dict[str, type[Recipe]] = {
    "vast": Vast,
    "datum_van": DatumVan,
    "tijd_van": TijdVan,
    "minuten_van": MinutenVan,
    "centen": Centen,
    "aanvullen": Aanvullen,
    "samen": Samen,
    "gevuld": Gevuld,
    "begint_met": BegintMet,
    "opzoeken": Opzoeken,
    "uit_code": UitCode,
}


def column_form(given: Any) -> str:
    """Return which form the line of a column has; no key of a file begins with the mark in front of it."""
    if isinstance(given, Recipe):
        return f":{given.way}"
    if isinstance(given, dict):
        return next((f":{key}" for key in given if key in RECIPES), ":geen")
    return ":kolom"


#: What a column of the contract is read from: a column of the source, or what it is made from.
ColumnSource = Annotated[
    Annotated[Filled, Tag(":kolom")]
    | Annotated[Vast, Tag(":vast")]
    | Annotated[DatumVan, Tag(":datum_van")]
    | Annotated[TijdVan, Tag(":tijd_van")]
    | Annotated[MinutenVan, Tag(":minuten_van")]
    | Annotated[Centen, Tag(":centen")]
    | Annotated[Aanvullen, Tag(":aanvullen")]
    | Annotated[Samen, Tag(":samen")]
    | Annotated[Gevuld, Tag(":gevuld")]
    | Annotated[BegintMet, Tag(":begint_met")]
    | Annotated[Opzoeken, Tag(":opzoeken")]
    | Annotated[UitCode, Tag(":uit_code")],
    Discriminator(column_form),
]
