"""Names of codes, amounts and periods: what is understood, and what must stay empty."""

from __future__ import annotations

from datetime import date
from itertools import product

import polars as pl
import pytest

from tests.intake.codelijst.books import known_tariffs, nza_name
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.intake.codelijst import amounts, names
from zpm_audit.intake.codelijst.period import _told

PARTS = ("setting", "beroepscategorie", "consulttype", "duurklasse")


def decode_all(written: list[str]) -> list[tuple[object, ...]]:
    frame = pl.DataFrame({"naam": written})
    return frame.select(v.alias(k) for k, v in names.decoded(pl.col("naam")).items()).select(PARTS).rows()


def decode(name: str) -> tuple[object, ...]:
    return decode_all([name])[0]


def arithmetic(code: str) -> tuple[str, int]:
    """Return type and class by the arithmetic of CO codes, which the reader does not use."""
    k = int(code[2:]) - 1
    return ("diagnostiek", "behandeling")[k % 130 // 65], names.KLASSEN[k // 130]


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_every_known_name_gives_what_the_code_says(year: int) -> None:
    tariffs = known_tariffs(year)
    assert len(tariffs) > 5
    told = [(1, t["beroepscategorie"], *arithmetic(t["prestatiecode"])) for t in tariffs]
    assert decode_all([nza_name(t) for t in tariffs]) == told


SETTINGS = {
    "Ambulant – kwaliteitsstatuut sectie II": 1,
    "AMBULANT -  kwaliteitsstatuut SECTIE II": 1,
    "Ambulant – kwaliteitsstatuut sectie III monodisciplinair": 2,
    "Ambulant – kwaliteitsstatuut sectie III multidisciplinair": 3,
    "Outreachend": 4,
    "Klinisch (exclusief forensische en beveiligde zorg)": 5,
    "Klinisch": 5,
    "Forensische en beveiligde zorg – klinische zorg": 6,
    "Forensische en beveiligde zorg – niet klinische of ambulante zorg": 7,
    "Forensische en beveiligde zorg niet-klinisch": 7,
    "Hoogspecialistisch ggz (ambulant en klinisch, met contractvoorwaarde)": 8,
}
CATEGORIES = {
    "Arts (Wet Big artikel 3)": "arts",
    "Arts - specialist (Wet Big artikel 14)": "arts-specialist",
    "arts-specialist (wet BIG art. 14)": "arts-specialist",
    "Klinisch (neuro)psycholoog (Wet Big artikel 14)": "klinisch (neuro)psycholoog",
    "Verpleegkundig specialist (Wet Big artikel 14)": "verpleegkundig specialist",
    "Verpleegkundige (Wet Big artikel 3)": "verpleegkundige",
    "Gezondheidszorgpsycholoog (Wet Big artikel 3)": "gz-psycholoog",
    "Psychotherapeut (Wet Big artikel 3)": "psychotherapeut",
    "Overige beroepen": "overige beroepen",
}


def test_all_settings_and_categories() -> None:
    pairs = list(product(SETTINGS, CATEGORIES))
    expected = [(SETTINGS[s], CATEGORIES[c]) for s, c in pairs]
    plain = decode_all([f"{s} {c} Diagnostiek 45 minuten" for s, c in pairs])
    assert plain == [(*e, "diagnostiek", 45) for e in expected]
    loose = decode_all([f" {s}  {c}  BEHANDELING vanaf 120 min " for s, c in pairs])
    assert loose == [(*e, "behandeling", 120) for e in expected]


def test_the_settings_of_the_reference_list_are_understood_by_their_names() -> None:
    lines = pl.read_csv(catalogue_dir() / "referentie" / "settings.csv", comment_prefix="#", infer_schema=False)
    understood = lines.select(names.setting(pl.col("naam"))).to_series()
    assert understood.to_list() == lines["setting"].cast(pl.Int64).to_list() == list(range(1, 9))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Intercollegiaal overleg kort Setting ambulant kwaliteitsstatuut sectie II (max 15 minuten)",
        "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 14) Diagnostiek 45 minuten",
        "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 50 minuten",
        "Ambulant – kwaliteitsstatuut sectie III Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten",
        "Ambulant – kwaliteitsstatuut sectie II Astroloog (Wet Big artikel 3) Diagnostiek 45 minuten",
        "Ambulant – kwaliteitsstatuut sectie II Gezondheidszorgpsycholoog (Wet Big artikel 3) Overleg 45 minuten",
        "Forensische zorg Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten",
        "Gezondheidszorgpsycholoog (Wet Big artikel 3) Diagnostiek 45 minuten",
    ],
)
def test_a_name_that_does_not_fit_gives_nothing_at_all(name: str) -> None:
    assert decode(name) == (None, None, None, None)


def test_categories_and_articles_are_those_of_the_beroepenlijst() -> None:
    beroepen = pl.read_csv(
        catalogue_dir() / "referentie" / "beroepen.csv", comment_prefix="#", infer_schema=False
    ).drop_nulls("big_artikel")
    assert set(names.CATEGORIES.values()) == set(beroepen["beroepscategorie"])
    for category, article in names.BIG_ARTICLE.items():
        assert {article} == set(beroepen.filter(pl.col("beroepscategorie") == category)["big_artikel"]), category


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("128,40", 12840), ("128.4", 12840), ("128", 12800), ("€ 128,40", 12840), ("128,40 EUR", 12840),
        ("1.128,40", 112840), ("1,128.40", 112840), ("€\u00a01.128,-", 112800), ("0,05", 5), ("12,", None),
        ("3.3000000000000003", 330), ("35.559999999999995", 3556), ("12.345", None), ("12,345", None),
        ("1.128", None), ("128,4,0", None), ("-5,00", None), ("twaalf", None), ("#N/B", None), ("12.34567891", None),
    ],
)  # fmt: skip
def test_amounts_are_exact_or_not_read(text: str, cents: int | None) -> None:
    frame = pl.DataFrame({"x": [text]})
    assert frame.select(amounts.cents(pl.col("x"))).item() == cents
    assert not frame.select(amounts.says_none(pl.col("x"))).item()


@pytest.mark.parametrize("text", [None, "", " ", "-", "–", "vrij tarief", "Vrij", "n.v.t.", "NVT"])
def test_no_maximum_is_no_amount(text: str | None) -> None:
    frame = pl.DataFrame({"x": [text]}, schema={"x": pl.String})
    assert frame.select(amounts.says_none(pl.col("x"))).item()
    assert frame.select(amounts.cents(pl.col("x"))).item() is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Tarieven 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("tarieven_2023_definitief", date(2023, 1, 1), date(2023, 12, 31)),
        ("Geldig per 1 juli 2024", date(2024, 7, 1), date(2024, 12, 31)),
        ("met ingang van 01-07-2024, vastgesteld op 15-11-2023", date(2024, 7, 1), date(2024, 12, 31)),
        ("1 januari 2024 t/m 30 juni 2024", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-01-01 tot 2024-07-01", date(2024, 1, 1), date(2024, 6, 30)),
        ("01-01-2022 tot en met 31-12-2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("Vastgesteld 15 november 2023. Tarieven 2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_text_tells_one_period(text: str, first: date, last: date) -> None:
    found = _told(text)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "Tarieven", "2023-2024", "prijspeil 2023, tarieven 2024", "20231115 tarieven", "versie 15-11-2023",
             "per 31 juni 2024", "31-12-2024 t/m 1-1-2024"]
)  # fmt: skip
def test_a_text_that_tells_none_or_more_tells_nothing(text: str) -> None:
    assert _told(text) is None
