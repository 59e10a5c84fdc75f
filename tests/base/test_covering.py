"""What points at a patient is covered, and nothing else: keys, counts and codes stay what they are."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zpm_audit.base.aloud import looks_like_data, passes, printable, shape, without_bsn
from zpm_audit.base.covering import is_bsn, replacements
from zpm_audit.base.errors import UsageError
from zpm_audit.base.pseudonyms import KEY_VARIABLE, Key, key_file, load_key, pseudonym

KEY = Key(b"een sleutel voor de tests")
BSN, NO_BSN = "123456782", "123456783"


def covered(text: str, *patients: str) -> str:
    made = replacements(pl.Series([text]), pl.LazyFrame({"patient_id": [*patients, "iemand-1"]}), KEY)
    return made.get(text, text)


ODD = ("000000000", "00000000", "١٢٣٤٥٦٧٨٢", "+12345678", "")


@given(st.lists(st.text("0123456789", min_size=7, max_size=10) | st.sampled_from([BSN, *ODD])))
def test_a_column_is_tested_as_a_text_is(texts: list[str]) -> None:
    tested = pl.DataFrame({"x": [*texts, None]}, schema={"x": pl.String}).select(is_bsn(pl.col("x")))["x"].to_list()
    plain = [t.isascii() and t.isdigit() and len(t) in {8, 9} for t in texts]
    one_by_one = [good and passes(text.zfill(9)) for good, text in zip(plain, texts, strict=True)]
    assert [bool(found) for found in tested] == [*one_by_one, False]


@pytest.mark.parametrize("text", [BSN, "1234.56.782", "123 456 782", "123.456.782", f"nr {BSN};", f"x{BSN}y"])
def test_a_citizen_service_number_is_covered_in_any_writing(text: str) -> None:
    assert pseudonym(BSN, KEY) in covered(text)
    assert pseudonym(BSN, KEY) in without_bsn(text, lambda: KEY)
    assert BSN not in covered(text).replace(".", "").replace(" ", "")


@pytest.mark.parametrize("text", [NO_BSN, "1" + BSN, "000000000", "12345678", "2024-03-11", "", "1234.5.6782"])
def test_other_digits_stay(text: str) -> None:
    assert covered(text) == text
    assert without_bsn(text, lambda: KEY) == text


def test_the_test_of_eleven_is_the_test_of_eleven() -> None:
    one_of_eleven = sum(passes(f"{n:09}") for n in range(1_000_000_00, 1_000_000_00 + 1100))
    assert one_of_eleven == 100


@pytest.mark.parametrize("text", ["PAT-1", " PAT-1 ", "bij PAT-1, nagaan", "(PAT-1)", "PAT-1: dubbel", "PAT-1."])
def test_a_known_patient_is_covered_alone_and_among_words(text: str) -> None:
    assert covered(text, "PAT-1") == text.replace("PAT-1", pseudonym("PAT-1", KEY)) or text == " PAT-1 "
    assert "PAT-1" not in covered(text, "PAT-1")


def test_a_short_plain_number_is_only_a_patient_when_it_stands_alone() -> None:
    assert covered("45", "45") == pseudonym("45", KEY)
    assert covered("45 minuten in 2024", "45", "2024") == "45 minuten in 2024"
    assert "1234567" not in covered("nr 1234567", "1234567")


def test_what_is_spared_stays() -> None:
    patients = pl.LazyFrame({"patient_id": ["1234567"]})

    class Both:
        def numbers(self, asked: pl.Series) -> set[str]:
            return set(asked)

        def others(self, texts: pl.DataFrame) -> pl.DataFrame:
            return texts

    assert replacements(pl.Series(["1234567", BSN]), patients, KEY, Both()) == {}


def test_a_key_stays_among_other_words_and_its_number_does_not() -> None:
    class Lettered:
        def numbers(self, asked: pl.Series) -> set[str]:
            return set(asked.head(0))

        def others(self, texts: pl.DataFrame) -> pl.DataFrame:
            return texts.filter(~pl.col("tekst").str.starts_with("P"))

    text = f"P{BSN}, van {BSN}; zie P{BSN}. (2 keer)"
    made = replacements(pl.Series([text, f"P{BSN}"]), pl.LazyFrame({"patient_id": ["x"]}), KEY, Lettered())
    assert made == {text: f"P{BSN}, van {pseudonym(BSN, KEY)}; zie P{BSN}. (2 keer)"}


def test_nothing_reaches_a_terminal_that_it_would_obey() -> None:
    assert printable("a\x1b[2Jb\rc\x9bd\u202ee\nf\tg") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\nf\tg"
    assert printable("\udcff") == "?"


@pytest.mark.parametrize("name", ["C0000006", "2024-03-11", "123456782", "09:30", "135.89", "P12345"])
def test_a_header_that_is_a_value_is_recognised(name: str) -> None:
    assert looks_like_data(name)


@pytest.mark.parametrize("name", ["prestatie_id", "Datum 2024", "ICD10", "adres1", "postcode 4 cijfers", "kolom 12"])
def test_a_header_is_no_value(name: str) -> None:
    assert not looks_like_data(name)


def test_the_shape_of_a_value_tells_how_it_is_written_and_not_what_it_is() -> None:
    assert shape("31-03-2024") == "99-99-9999"
    assert shape("C0000006") == "x9999999"
    assert shape("consult") == "consult"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("content", ["", "abc", " " * 40, "x" * 15])
def test_a_short_key_is_refused_in_the_file_and_in_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    key_file().parent.mkdir(mode=0o700)
    key_file().write_text(content)
    key_file().chmod(0o600)
    with pytest.raises(UsageError, match="te kort"):
        load_key()
    if content:
        monkeypatch.setenv(KEY_VARIABLE, content)
        with pytest.raises(UsageError, match="te kort"):
            load_key()


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(home: Path, mode: int) -> None:
    made = load_key()
    assert load_key() == made
    key_file().chmod(mode)
    with pytest.raises(UsageError, match="chmod 600"):
        load_key()
