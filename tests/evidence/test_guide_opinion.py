"""What the guide says of tolerance, framework and follow-up stands in ``resultaat.json``; what is not there is said."""

from __future__ import annotations

from typing import Any

from zpm_audit.evidence.guide_opinion import both_sides, follow_up_lines, measures, opinions, tolerances


def weighed(conclusion: str, why: list[str], **other: Any) -> dict[str, Any]:
    doubts = [{"soort": "opzij", "aantal": 1200, "hoogstens": None}]
    found = {"tolerantie": 0.0025, "bekend": 37, "van": 1436, "waarschijnlijk": None, "bovengrens": None}
    return found | {"onbekend": doubts, "conclusie": conclusion, "waarom": why} | other


UNDECIDED = weighed("niet_vast_te_stellen", ["opzij"], waarschijnlijk=48.3934, bovengrens=106.4664)
MONEY = weighed("binnen", [], tolerantie=10000.0, bekend=3199.13, van=None)
RUN: dict[str, Any] = {
    "tolerantie": {
        "geheel": {"rijen": UNDECIDED, "eur": MONEY},
        "themas": {"consult": {"rijen": weighed("overschreden", []), "eur": None}},
        "checks": {"ZPM-PR-01": {"rijen": weighed("niet_vast_te_stellen", []), "eur": None}},
    },
    "raamwerk": {
        "maatregelen": [
            {
                "id": "M1",
                "opzet": {"stand": "volgens_opgave", "bewijs": "plan"},
                "bestaan": {"stand": "aangetoond", "bewijs": "run"},
                "werking": {"stand": "niet_aangetoond", "bewijs": "geen archief"},
            }
        ]
    },
    "opvolging": {
        "open": 1056,
        "zonder_eigenaar": 27,
        "over_reactietijd": 29,
        "per_status": {"open": 1055, "in onderzoek": 1, "hersteld": 0},
        "conflicten": 2,
        "toch_weer_gevonden": [{"bevinding_id": "ZPM-PR-01:P2", "door": "Anna", "weer_gevonden_op": "2025-01-06"}],
    },
}
NOTHING: dict[str, Any] = {"tolerantie": None, "raamwerk": None, "opvolging": None}


def test_each_tolerance_is_told_with_its_figures_and_what_leaves_it_undecided() -> None:
    assert tolerances(RUN) == (
        "tolerantie: geheel: 0,25% en €\N{NO-BREAK SPACE}10.000,00; thema consult: 0,25%; ZPM-PR-01: 0,25%."
    )
    table = opinions(RUN)
    assert table is not None
    whole, money, theme, check = table.rows
    assert whole == (
        *("geheel", "0,25%", "37", "1.436", "48,4", "106,5", "niet vast te stellen", "1.200 rijen opzij gezet"),
    )
    assert (money[2:4], money[6:]) == (("€\N{NO-BREAK SPACE}3.199,13", "-"), ("binnen tolerantie", ""))
    assert theme[6:] == ("tolerantie overschreden", "")
    # Nothing is unknown, and yet it is undecided: that is the sample.
    assert check[6:] == ("niet vast te stellen", "de bovengrens van de steekproef ligt erboven")


def test_measures_and_follow_up_are_told() -> None:
    table = measures(RUN)
    assert table is not None
    assert table.rows == (("M1", "volgens opgave: plan", "aangetoond: run", "niet aangetoond: geen archief"),)
    assert list(follow_up_lines(RUN)) == [
        "1.056 bevindingen zonder acceptatie (1.055 open, 1 in onderzoek); 27 zonder eigenaar, 29 over de reactietijd, "
        "2 in conflict.",
        "toch weer gevonden: ZPM-PR-01:P2, hersteld gemeld door Anna, weer gevonden op 2025-01-06.",
    ]
    # Owners without an archive: nobody said anything.
    bare = {"opvolging": {"open": 3, "zonder_eigenaar": 0, "over_reactietijd": 0}}
    assert next(follow_up_lines(bare)).startswith("3 bevindingen zonder acceptatie; 0 zonder eigenaar")


def test_too_little_is_no_negative_amount_and_nothing_on_one_side_is_zero() -> None:
    def told(much: float | None, little: float | None, wrong: int = 2) -> str:
        found = {"te_veel_eur": much, "te_weinig_eur": little, "met_fout": wrong}
        return both_sides(found).replace("\N{NO-BREAK SPACE}", " ")

    assert told(3199.13, None) == "Te veel € 3.199,13, te weinig € 0,00"
    assert told(None, -12.5) == "Te veel € 0,00, te weinig € 12,50"
    assert told(None, None) == "Te veel en te weinig onbekend"
    assert told(None, None, wrong=0) == "Te veel € 0,00, te weinig € 0,00"


def test_what_was_not_set_is_said() -> None:
    assert tolerances(NOTHING) == "er is geen tolerantie opgegeven."
    assert (opinions(NOTHING), measures(NOTHING), list(follow_up_lines(NOTHING))) == (None, None, [])
