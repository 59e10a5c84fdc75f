"""The ledger beside the export: per month, to the cent, with everything that has no other side apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.reconciliation.small import Rows, context, row
from tests.reconciliation.xaf import auditfile, journal, posting, transaction, written
from zpm_audit.base.errors import InputRefusedError, UsageError, ZpmError
from zpm_audit.intake.xaf import read_audit_file
from zpm_audit.intake.xaf.flatten import LINE_COLUMNS
from zpm_audit.reconciliation import Reconciliation, compare_ledger, count_export, read_revenue, write_reconciliation
from zpm_audit.reconciliation.ledger import refuse_lonely
from zpm_audit.reconciliation.model import LEDGER_MONTHS
from zpm_audit.reports.figures.ledger import LedgerFigures
from zpm_audit.reports.result_json import reconciliation_result

ODB = "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP"


def invoiced(number: int, day: str | None, cents: int | None, **more: object) -> dict[str, object]:
    return row(number, cents=cents, factuurdatum=date.fromisoformat(day) if day else None, **more)


EXPORT = [
    invoiced(1, "2024-03-31", 10_000),
    invoiced(2, "2024-03-01", 2_550),
    invoiced(3, "2024-03-01", 99_999, declarabel=False),
    invoiced(4, "2024-04-01", 5_000),
    invoiced(5, "2024-05-01", 5_000),
    invoiced(6, "2024-05-01", None),
    invoiced(7, None, 700),
    invoiced(8, None, None),
    invoiced(9, "2025-01-02", 900),
    invoiced(10, "2024-07-01", None),
]
LINES = (
    posting("8000", "100.00"),
    posting("8010", "26"),
    posting("8000", "0.5", "D", "2024-03-01"),
    posting("1300", "126.00", "D"),
    posting("8000", "49.99", day="2024-04-30", more="<currency><curCode>USD</curCode><curAmnt>55</curAmnt></currency>"),
    posting("8000", "50.00", day="2024-05-31"),
    posting("8000", "12.00", day="2024-06-30Z"),
    posting("8000", "3.00", day="2023-12-31"),
)
FILE = auditfile(
    journal(transaction(*LINES), transaction(posting("8000", "77.00"), period="0")),
    journal(transaction(posting("8000", "88.00")), kind="O"),
)


def compared(folder: Path, export: Rows = EXPORT, file: str = FILE, absent: tuple[str, ...] = ()) -> Reconciliation:
    work = context(folder, export, absent=absent)
    path = written(folder / "boek.xaf", file)
    booked = read_revenue(path, ["8000", "801*"], folder / "werk")
    return compare_ledger(count_export(work), work, booked)


def months(found: Reconciliation) -> dict[str, tuple[int | None, ...]]:
    assert found.ledger
    assert found.ledger.per_month.schema == pl.Schema(LEDGER_MONTHS)
    return {f"{r[0]:%m}": r[1:] for r in found.ledger.per_month.iter_rows()}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    return compared(tmp_path_factory.mktemp("grootboek"))


def test_every_month_is_compared_to_the_cent_and_unknown_is_never_zero(found: Reconciliation) -> None:
    # rows, their amount, without amount, postings, credit, debit, ledger, difference
    assert months(found) == {
        "03": (2, 12_550, 0, 3, 12_600, 50, 12_550, 0),
        "04": (1, 5_000, 0, 1, 4_999, 0, 4_999, -1),
        "05": (2, 5_000, 1, 1, 5_000, 0, 5_000, None),
        "06": (0, 0, 0, 1, 1_200, 0, 1_200, 1_200),
        "07": (1, None, 1, 0, 0, 0, 0, None),
    }
    assert found.ledger
    assert (found.ledger.equal, found.ledger.different, found.ledger.unknown) == (1, 2, 2)
    assert found.ledger.total["verschil"] is None
    assert found.ledger.total["bedrag_export"] == 22_550


def test_what_has_no_other_side_is_told_apart(found: Reconciliation) -> None:
    told = reconciliation_result(found)["grootboek"]
    assert told["apart"] == {
        "zonder_factuurdatum": {"aantal": 2, "bedrag_eur": 7.0, "zonder_bedrag": 1},
        "export_buiten_boekjaar": {"aantal": 1, "bedrag_eur": 9.0, "zonder_bedrag": 0},
        "grootboek_buiten_boekjaar": {"aantal": 1, "bedrag_eur": 3.0, "zonder_bedrag": 0},
        "beginbalans": {"aantal": 3, "bedrag_eur": 165.0, "zonder_bedrag": 1},
    }
    assert told["regels_vreemde_munt"] == 1
    assert told["op"] == "factuurdatum"
    assert told["rekeningen"][1] == {"rekening": "8010", "omschrijving": "Omzet ggz & fz"}
    assert told["maanden"][2]["verschil_eur"] is None
    assert told["verschil_eur"] is None


def test_without_an_invoice_date_the_day_of_care_counts_and_it_is_said(tmp_path: Path) -> None:
    export = [row(1, "2024-03-05", 10_000), row(2, "2024-03-06", 2_550), row(3, "2024-07-05", 1_000)]
    found = compared(tmp_path, export, auditfile(journal(transaction(*LINES[:4]))), absent=("factuurdatum",))
    assert months(found) == {"03": (2, 12_550, 0, 3, 12_600, 50, 12_550, 0)}
    assert found.ledger
    assert [(a.kind.value, a.rows) for a in found.ledger.apart] == [("na_peildatum", 1), ("beginbalans", 1)]
    said = list(LedgerFigures(found.ledger, "nl").sentences)
    assert [tone for tone, _ in said] == ["goed", "onbekend"]
    assert "in elke maand (1) gelijk" in said[0][1]
    assert "noemt geen factuurdatum" in said[1][1]
    assert "opzij gezet zijn (4) hebben geen maand" in [s for _, s in LedgerFigures(found.ledger, "nl", 4).sentences][1]


def test_the_months_are_written_and_nobody_is_named(found: Reconciliation, tmp_path: Path) -> None:
    write_reconciliation(found, tmp_path)
    text = (tmp_path / "aansluiting" / "grootboek.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("maand,rijen,bedrag_export_eur,zonder_bedrag,regels,credit_eur,debet_eur")
    assert "2024-05-01,2,50.00,1,1,50.00,0.00,50.00," in text
    assert "custSupName" not in LINE_COLUMNS
    assert "Patient" not in text


@pytest.mark.parametrize(
    ("namespace", "version"),
    [
        ("http://www.auditfiles.nl/XAF/3.1", "3.1"),
        (f"{ODB}/1.0/structures/XmlAuditfileFinancieel3.2.1", "3.2.1"),
        (f"{ODB}/1.1/structures/XmlauditfileXAF_4.0", "4.0"),
        ("http://www.odb.belastingdienst.nl/XAF/4.0", "4.0"),
        ("http://www.auditfiles.nl/XAF/4.0", "4.0"),
        ("", "3.x"),
    ],
)
def test_every_version_is_read_whatever_namespace_packages_write(tmp_path: Path, namespace: str, version: str) -> None:
    path = written(tmp_path / "a.xaf", auditfile(journal(transaction(*LINES), kind="O"), namespace=namespace))
    booked = read_revenue(path, ["8000"], tmp_path / "werk")
    assert booked.file.version == version
    # Only in 3.x is a journal of kind O an opening balance.
    assert booked.postings["beginbalans"].all() == (version != "4.0")


OK = posting("8000", "1.00")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            auditfile(journal(transaction(OK)), before="<!DOCTYPE a [<!ENTITY b 'c'>]>"),
            "regel 2: een auditfile mag geen",
        ),
        (auditfile(journal(transaction(OK)))[:-30], r"regel \d+: geen geldige XML"),
        (auditfile(journal(transaction("&b;"))), r"regel \d+: geen geldige XML"),
        ("<Bericht/>", "geen auditfile financieel: het begint met <Bericht>"),
        (auditfile(journal(transaction(OK)), namespace="http://elders/XAF/9"), "geen auditfile financieel"),
        (auditfile(journal(transaction(OK)), header={"auditfileVersion": "CLAIR2.00.00"}), "2.0 of ouder"),
        (
            auditfile(journal(transaction(OK)), header={"curCode": "USD"}),
            "regel 3: header/curCode: de administratie is",
        ),
        (auditfile(journal(transaction(OK)), header={"curCode": ""}), "header/curCode: ontbreekt"),
        (auditfile(journal(transaction(OK)), header={"endDate": "31-12-2024"}), "header/endDate: '31-12-2024' is geen"),
        (auditfile(journal(transaction(OK)), header={"endDate": "2023-12-31"}), "2023-12-31 ligt voor startDate"),
        (auditfile().replace("</header>", "</header><header/>"), "header staat er twee keer in"),
        (auditfile(), "geen enkele boekingsregel"),
        (
            auditfile(journal(transaction(posting("8000", "12,50")))),
            r"regel 7 .*T1, rekening 8000.*amnt '12,50' is geen",
        ),
        (auditfile(journal(transaction(posting("8000", "1.001")))), "amnt '1.001' is geen bedrag"),
        (auditfile(journal(transaction(posting("8000", "9" * 12)))), "is geen bedrag"),
        (auditfile(journal(transaction(posting("8000", ".")))), "is geen bedrag"),
        (auditfile(journal(transaction(posting("8000", "")))), "amnt ontbreekt of is leeg"),
        (auditfile(journal(transaction(posting("8000", "1.00", "X")))), "amntTp 'X' is geen D"),
        (
            auditfile(journal(transaction(posting("8000", "1.00", day="2024-13-01")))),
            "effDate '2024-13-01' is geen datum",
        ),
        (auditfile(journal(transaction(posting("8000", "1", more="<amnt>2</amnt>")))), "amnt staat er twee keer in"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, content: str, words: str) -> None:
    path = written(tmp_path / "boek.xaf", content)
    with pytest.raises(InputRefusedError, match=words) as told:
        read_revenue(path, ["8000"], tmp_path / "werk")
    assert told.value.exit_code == 3
    assert "boek.xaf" in told.value.text.en


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            [],
            r"(?s)--omzetrekening.*  8000  Omzet ggz\n  8010  Omzet ggz & fz\n  \(andere .* in het bestand: 1\)",
        ),
        (["8000", "9*"], r"Omzetrekening '9\*' staat niet in boek.xaf"),
        (["801"], r"bedoelde u '8010'"),
    ],
)
def test_accounts_that_are_not_named_or_not_there_are_refused_with_a_hint(
    tmp_path: Path, asked: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        read_revenue(written(tmp_path / "boek.xaf", FILE), asked, tmp_path / "werk")


def test_another_year_accounts_without_a_file_and_no_file_are_refused(tmp_path: Path) -> None:
    year = {"startDate": "2022-01-01", "endDate": "2022-12-31"}
    with pytest.raises(InputRefusedError, match=r"2022-12-31, en geen .* \(factuurdatum 2024-03-01 t/m 2025-01-02\)"):
        compared(tmp_path, file=auditfile(journal(transaction(OK)), header=year))
    with pytest.raises(UsageError, match="hoort bij een grootboek"):
        refuse_lonely(None, ["8000"])
    with pytest.raises(InputRefusedError, match="bestaat niet"):
        read_revenue(tmp_path / "weg.xaf", ["8000"], tmp_path / "elders")
    with pytest.raises(ZpmError, match="geen auditfile"):
        refuse_lonely(written(tmp_path / "ander.xml", "<a/>"), ())


def test_totals_that_the_file_does_not_hold_are_told(tmp_path: Path) -> None:
    totals = "<linesCount>3</linesCount><totalDebit>126.00</totalDebit><totalCredit>126.0</totalCredit>"
    right = auditfile(journal(transaction(LINES[0], LINES[1], LINES[3])), totals=totals)
    assert read_audit_file(written(tmp_path / "a.xaf", right), tmp_path / "a").stated is None
    short = auditfile(journal(transaction(LINES[0], LINES[3])), totals=totals)
    stated = read_audit_file(written(tmp_path / "b.xaf", short), tmp_path / "b").stated
    assert stated
    assert stated.nl == "linesCount zegt 3, in het bestand staat 2; totalCredit zegt 126.0, in het bestand staat 100.00"


def test_memory_does_not_grow_with_the_file_and_places_stay_right(tmp_path: Path) -> None:
    many = "".join(transaction(OK, number=f"T{n}") for n in range(3_000))
    path = written(tmp_path / "boek.xaf", auditfile(journal(many, transaction(posting("8000", "x"), number="laatste"))))
    with pytest.raises(InputRefusedError, match=r"transactie laatste, rekening 8000"):
        read_revenue(path, ["8000"], tmp_path / "werk")


def test_the_first_page_says_nothing_of_a_ledger_that_agrees(tmp_path: Path) -> None:
    agrees = auditfile(journal(transaction(posting("8000", "100.00"), posting("8010", "25.50"))))
    found = compared(tmp_path, EXPORT[:3], agrees)
    assert found.ledger
    assert found.ledger.equal == found.ledger.per_month.height
    assert LedgerFigures(found.ledger, "nl").brief == ""
    other = compared(tmp_path / "anders", EXPORT[:3], agrees.replace("100.00", "90.00"))
    assert other.ledger
    assert LedgerFigures(other.ledger, "en").brief == (
        "Ledger: revenue differs from the export in 1 of 1 months (together -€10.00)."
    )


def test_a_patient_in_the_description_of_an_account_is_covered(tmp_path: Path) -> None:
    from zpm_audit.base.pseudonyms import Key
    from zpm_audit.commands.covering import without_people
    from zpm_audit.findings.covered import Covering

    patient = "CLIENT70001"
    work = context(tmp_path, [invoiced(1, "2024-03-31", 10_000, patient_id=patient)])
    found = compared(tmp_path / "b", EXPORT).ledger
    assert found
    told = {"8000": "Omzet ggz", "8010": f"Correctie {patient}", "8020": "Nagekomen 111222333"}
    covered = without_people(
        replace(found, accounts=told, company="Praktijk 111222333"), Covering(work.register, Key(b"sleutel"))
    )
    assert covered.accounts["8000"] == "Omzet ggz"
    assert patient not in covered.accounts["8010"]
    assert "111222333" not in covered.accounts["8020"] + covered.company
    assert "pt-" in covered.accounts["8020"]
