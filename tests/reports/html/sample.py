"""A realistic report to render: two years, eight settings, nineteen checks in every state, any number of findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from tests.reports.html.sample_checks import SPECS, START, THEMES, Spec, sources
from tests.reports.made import LIVES, OFFICIAL, prestaties, series, split
from zpm_audit.base.language import Language
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import SEVERITY, STATUS
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart, ControlTotalPart, ExpectationPart, InputFile, SetAsideReason, TablePart

PEILDATUM = date(2024, 12, 31)
MONTHS = pl.date_range(date(2023, 1, 1), date(2024, 12, 1), "1mo", eager=True).to_list()


def build(folder: Path, size: int = 2_000, taal: Language = "nl") -> Report:
    """Return a report of which the lists of findings are written in ``folder``; about ``size`` deviations."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = size / sum(s.populatie * s.weights[0] // 1000 for s in SPECS)
    counts = {s.id: _counts(s, scale) for s in SPECS}
    deviations = [_rows(s, counts[s.id].afwijking, "a") for s in SPECS]
    undetermined = [_rows(s, counts[s.id].onbepaald, "o") for s in SPECS]
    running = [_rows(s, counts[s.id].loopt, "l") for s in SPECS]
    checks = tuple(_check(s, counts[s.id], d, taal) for s, d in zip(SPECS, deviations, strict=True))
    total = [c.impact_cent for c in checks if c.impact_cent is not None]
    impact = int(sum(total) * 0.9) if total else None
    return Report(
        taal=taal,
        versie="0.1.0",
        kenmerk="a1b2c3d4e5f6",
        peildatum=PEILDATUM,
        export="export-2024",
        periode_van=date(2023, 1, 1),
        periode_tot=PEILDATUM,
        tabellen=(
            TablePart(
                "prestaties",
                "prestaties.csv",
                60_212,
                60_180,
                32,
                "quarantaine/prestaties.csv",
                ("gepland_op",),
                ("locatie", "team"),
            ),
            TablePart("zorgtrajecten", "zorgtrajecten.csv", 1_604, 1_604, 0, "", (), ()),
            TablePart("patienten", "patienten.xlsx", 1_500, 1_498, 2, "quarantaine/patienten.csv", (), ()),
        ),
        opzij=(
            SetAsideReason("prestaties", "datum", "Geen datum in de vorm 31-12-2024", 21),
            SetAsideReason("prestaties", "prestatie_id", "Sleutel kwam eerder voor", 11),
            SetAsideReason("patienten", "geboortedatum", "Geen datum in de vorm 31-12-2024", 2),
        ),
        contract=_contract(),
        contract_door="polars over alle rijen; Great Expectations 1.24.1 over een steekproef van 250.000 rijen",
        controletotalen=(
            ControlTotalPart("prestaties", 60_212, 60_212, 812_345_650, 812_345_650, verschil=False),
            ControlTotalPart("zorgtrajecten", 1_606, 1_604, None, None, verschil=True),
        ),
        bestanden=(
            InputFile("prestaties.csv", "export", 7_812_344, "3f" * 32),
            InputFile("zorgtrajecten.csv", "export", 212_344, "a0" * 32),
            InputFile("mapping.yaml", "mapping", 812, "0c" * 32),
        ),
        checks=checks,
        rijen_beoordeeld=58_004,
        rijen_toekomst=412,
        rijen_niet_declarabel=1_764,
        eenheden_onbepaald=sum(c.counts.onbepaald for c in checks),
        impact_cent=impact,
        prestaties=prestaties(58_004, min(size, 1_059), impact),
        catalogus=OFFICIAL,
        opdracht="zpm-audit run export --peildatum 2026-03-31",
        uitgevoerd=PEILDATUM,
        levensloop=LIVES,
        vorige_run="20241232-0200-aaa2",
        reeks=series(PEILDATUM, "ZPM-PR-01", "ZPM-RB-01"),
        opties={"peildatum": "2024-12-31", "fail-on": "fout", "herleidbaar": "nee", "taal": taal},
        bevindingen=_write(folder / "bevindingen.parquet", deviations),
        onbepaald=_write(folder / "onbepaald.parquet", undetermined),
        lopend=_write(folder / "lopend.parquet", running),
        thema_titels=THEMES,
    )


def _counts(spec: Spec, scale: float) -> Counts:
    wrong, unknown, running = (spec.populatie * w // 1000 for w in spec.weights)
    if spec.weights[0] and not wrong:
        wrong = 3
    wrong = max(1, round(wrong * scale)) if wrong else 0
    right = max(0, spec.populatie - wrong - unknown - running)
    whole = right + wrong + unknown + running
    return Counts(whole, right, wrong, wrong // 20, unknown, running, spec.populatie // 900)


def _write(path: Path, frames: Sequence[pl.DataFrame]) -> Path:
    pl.concat(frames).sort("check_id", "onderwerp_id", "bevinding_id").write_parquet(path)
    return path


def _check(spec: Spec, counts: Counts, deviations: pl.DataFrame, taal: Language) -> CheckPart:
    prefix = spec.id[4:6]
    known = deviations.get_column("impact_eur").drop_nulls()
    return CheckPart(
        id=spec.id,
        versie=1,
        titel=spec.titel,
        thema=prefix,
        thema_titel=THEMES[prefix],
        ernst=spec.ernst,
        ernst_titel=SEVERITY[spec.ernst].in_(taal),
        onderwerp=spec.onderwerp,
        risico=f"Zorg wordt gedeclareerd die niet aan de spelregel voldoet: {spec.titel[0].lower()}{spec.titel[1:]}.",
        norm_tekst=f"{spec.titel}. De norm geldt per {spec.onderwerp}, op de datum van de prestatie.",
        populatie_tekst=f"Elke {spec.onderwerp} in de zvw of fz waarop de spelregel van toepassing is.",
        bronnen=sources(spec),
        parameters=spec.parameters,
        zekerheid=spec.zekerheid,
        status=spec.status,
        status_titel=STATUS[spec.status].in_(taal),
        reden=spec.reden,
        counts=counts,
        impact_cent=int(known.sum() * 100) if known.len() else None,
        impact_onbekend=deviations.height - known.len(),
        over_tijd=0,
        spread=_spread(counts, spec),
        split=split(_spread(counts, spec)),
        statistieken=_statistics() if spec.id == "ZPM-PR-06" else None,
        bestand=f"{THEMES[prefix].split()[0].lower()}/{spec.id}.yaml",
        wat_te_doen="Herstel de registratie in het EPD, of leg de reden van de afwijking vast.",
    )


def _rows(spec: Spec, count: int, kind: str) -> pl.DataFrame:
    # A unit has one verdict: the lists hold different ones.
    i = pl.int_range(count, dtype=pl.Int64) + {"a": 0, "o": 300_000, "l": 600_000}[kind]
    shuffled = (i * 7_919 + 104_729) % 1_000_003
    datum = pl.lit(date(2023, 1, 1)) + pl.duration(days=shuffled % 731)
    own = {"prestatie": "P", "zorgtraject": "Z", "patient": "PT", "behandelaar": "B", "groep": "G"}[spec.onderwerp]
    money = kind == "a" and spec.priced
    text = {"a": spec.melding, "o": spec.onbepaald, "l": "Plan een diagnostiekconsult met de regiebehandelaar."}[kind]
    first, _, last = text.partition("{w}")
    frame = pl.DataFrame({"i": range(count)}).select(
        check_id=pl.lit(spec.id),
        ernst=pl.lit(spec.ernst),
        onderwerp=pl.lit(spec.onderwerp),
        onderwerp_id=pl.format(own + "{}", (100_000 + shuffled).cast(pl.String).str.zfill(7)),
        prestatie_id=pl.format("P{}", (100_000 + shuffled).cast(pl.String).str.zfill(7))
        if own == "P"
        else pl.lit(None),
        zorgtraject_id=pl.format(
            "Z{}", (100_000 + (shuffled if own == "Z" else shuffled % 1_600)).cast(pl.String).str.zfill(7)
        ),
        patient_id=pl.format("p{}", (shuffled % 1_500 + 7_000_000).cast(pl.String)),
        behandelaar_id=pl.format("B{}", (shuffled % 113 + 100).cast(pl.String)),
        datum=datum,
        waarde=(shuffled % 90).cast(pl.String) if kind == "a" else pl.lit(None),
        grens=pl.lit("42") if kind != "o" else pl.lit(None),
        toelichting=pl.lit(first)
        + ((shuffled % 90).cast(pl.String) + pl.lit(last.replace("{g}", "30")) if last else pl.lit("")),
        impact_eur=pl.when(money & (i % 9 != 4)).then(((shuffled % 21_000) + 1_050) / 100),
        bevinding_id=pl.format(spec.id + ":" + own + "{}", (100_000 + shuffled).cast(pl.String).str.zfill(7)),
        setting=pl.when(shuffled % 40 != 7).then(shuffled % 8 + 1),
        uiterste_datum=pl.lit(PEILDATUM) + pl.duration(days=shuffled % 43) if kind == "l" else pl.lit(None),
        boekjaar=datum.dt.year(),
        financiering=pl.lit("zvw"),
        uzovi=pl.lit("3332"),
        team=pl.when(shuffled % 3 == 0).then(pl.lit("Noord")),
        acceptatie=pl.lit(None),
        levensloop=pl.lit(None),
    )
    return frame.cast(dict(FINDING_SCHEMA)).select(list(FINDING_SCHEMA))


def _spread(counts: Counts, spec: Spec) -> pl.DataFrame:
    """Spread the counts over months and settings, whole numbers that add up to the counts."""
    cells = [(m, s) for m in MONTHS for s in (1, 2, 3, 4, 5, 6, 7, 8)]
    heavy = [
        2 + (k * 37 + len(spec.titel)) % 11 + (6 if m.month in {1, 9} else 0) + (9 if s in {1, 3} else 0)
        for k, (m, s) in enumerate(cells)
    ]
    rows: list[tuple[date | None, int | None, str, str, int, int, int]] = []
    for verdict in Verdict:
        count = getattr(counts, verdict.value)
        parts = [count * h // sum(heavy) for h in heavy]
        for k in range(count - sum(parts)):
            parts[(k * 53 + len(spec.id)) % len(parts)] += 1
        rows += [(m, s, "zvw", verdict.value, n, n * 10_000, n) for (m, s), n in zip(cells, parts, strict=True) if n]
    return pl.DataFrame(rows, schema=SPREAD_SCHEMA, orient="row")


def _statistics() -> pl.DataFrame:
    rows = [
        (y, s, t, 400 + 31 * s, 1.5 * s - 4.2, 7.31 + s / 3, 1.5 * s - 4.9, 1.5 * s - 3.5)
        for y in (2023, 2024)
        for s in (1, 2, 3)
        for t in ("behandeling", "diagnostiek")
    ]
    return pl.DataFrame(
        rows,
        schema=[
            "jaar",
            "setting",
            "consulttype",
            "aantal",
            "gemiddelde",
            "standaardafwijking",
            "interval_van",
            "interval_tot",
        ],
        orient="row",
    )


def _contract() -> tuple[ExpectationPart, ...]:
    gx = "Great Expectations"
    return (
        ExpectationPart(
            "prestaties",
            "prestatie_id",
            "is uniek",
            "Een dubbele sleutel maakt totalen onbruikbaar.",
            "voldoet",
            "60.180 verschillende",
            60_180,
            0,
            gx,
        ),
        ExpectationPart(
            "prestaties",
            "behandelaar_id",
            "ten minste 99% gevuld",
            "Zonder behandelaar is veel onbepaald.",
            "voldoet_niet",
            "97,2%",
            60_180,
            1_685,
            gx,
            ("P0001234", "P0001250"),
        ),
        ExpectationPart(
            "prestaties",
            "bedrag_eur",
            "tussen 0 en 2.000",
            "Een bedrag daarbuiten is onaannemelijk.",
            "fout",
            "",
            60_180,
            0,
            "polars",
        ),
        ExpectationPart(
            "opnames",
            "ontslag",
            "na de opname",
            "Anders klopt de ligduur niet.",
            "niet_uitgevoerd",
            "tabel ontbreekt",
            0,
            0,
            "polars",
        ),
        ExpectationPart(
            "zorgtrajecten",
            "patient_id",
            "bekend in patienten",
            "Anders valt een traject buiten beeld.",
            "voldoet",
            "100%",
            1_604,
            0,
            gx,
        ),
    )


__all__ = ["PEILDATUM", "START", "build"]
