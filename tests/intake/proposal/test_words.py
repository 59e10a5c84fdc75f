from __future__ import annotations

from pathlib import Path

import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.intake.proposal.words import Vocabulary, load_words


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_words()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cliëntnr", {"client", "nummer"}),
        ("PATIENT_ID", {"client", "nummer"}),
        ("DatumInDienst", {"datum", "in", "dienst"}),
        ("BIGNummer", {"big", "nummer"}),
        ("zorgtraject-ID", {"traject", "nummer"}),
        ("Einddatum", {"eind", "datum"}),
        ("Geldig t/m", {"geldig", "eind"}),
        ("xyzzy", {"xyzzy"}),
    ],
)
def test_a_name_is_cut_in_words_that_mean_the_same_elsewhere(
    vocabulary: Vocabulary, name: str, words: set[str]
) -> None:
    assert vocabulary.words(name) == words


@pytest.mark.parametrize(
    ("table", "column", "right", "wrong"),
    [
        ("prestaties", "gerealiseerde_minuten", "Directe minuten", "Indirecte minuten"),
        ("prestaties", "gerealiseerde_minuten", "Werkelijke duur", "Geplande duur"),
        ("prestaties", "behandelaar_id", "Medewerkernr", "Regiebehandelaar"),
        ("prestaties", "datum", "Uitvoerdatum", "Factuurdatum"),
        ("zorgtrajecten", "startdatum", "Ingangsdatum", "Einddatum"),
        ("zorgtrajecten", "verwijsdatum", "Datum verwijzing", "Aanmelddatum"),
        ("zorgtrajecten", "zorgvraagtype", "ZVT", "Soort"),
        ("behandelaren", "geldig_van", "In dienst", "Uit dienst"),
    ],
)
def test_the_right_name_is_far_more_alike_than_a_wrong_one(
    vocabulary: Vocabulary, table: str, column: str, right: str, wrong: str
) -> None:
    assert vocabulary.column_likeness(table, column, right) > 0.9
    assert vocabulary.column_likeness(table, column, wrong) < 0.65


def test_a_column_that_says_the_opposite(vocabulary: Vocabulary) -> None:
    assert vocabulary.inverse_likeness("prestaties", "aanwezig", "No-show") == 1.0
    assert vocabulary.column_likeness("prestaties", "aanwezig", "No-show") < 0.4


def test_words_of_the_user_come_beside_the_shipped_ones(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert vocabulary.column_likeness("prestaties", "patient_id", "Flurknr") < 0.65
    own = tmp_path / "woorden.yaml"
    own.write_text(
        "begrippen:\n  client: [flurk]\nkolommen:\n  prestaties:\n    setting: [wijkpost]\n"
        "waarden:\n  financiering:\n    anders: [gemeente]\n",
        encoding="utf-8",
    )
    extended = load_words(own)
    assert extended.column_likeness("prestaties", "patient_id", "Flurknr") == 1.0
    assert extended.column_likeness("prestaties", "patient_id", "Cliëntnr") == 1.0
    assert extended.column_likeness("prestaties", "setting", "Wijkpost") == 1.0
    assert extended.values["financiering"]["gemeente"] == "anders"
    assert extended.values["financiering"]["wlz"] == "anders"


@pytest.mark.parametrize(
    "text", ["begripen: {}\n", "kolommen:\n  prestatie: {}\n", "kolommen:\n  prestaties:\n    datumm: [x]\n",
             "waarden:\n  setting:\n    '9': [x]\n", "ja_nee: [[ja]]\n"],
)  # fmt: skip
def test_a_word_file_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "woorden.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"woorden\.yaml"):
        load_words(own)
