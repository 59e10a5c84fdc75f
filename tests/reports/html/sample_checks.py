"""The nineteen checks of the sample report: what each norm says, and roughly what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zpm_audit.checks.verdict import Status
from zpm_audit.reports.parts import ParameterLine, SourceLine

THEMES = {
    "RB": "Regiebehandelaar",
    "PR": "Planning = realisatie",
    "IO": "Intercollegiaal overleg",
    "EU": "Euthanasie",
    "OD": "Onverzekerde diagnostiek",
}


@dataclass(frozen=True)
class Spec:
    """One check: ``weights`` are voldoet, afwijking, onbepaald, loopt in thousandths of a population."""

    id: str
    titel: str
    ernst: str = "fout"
    onderwerp: str = "prestatie"
    zekerheid: str = "Z"
    populatie: int = 40_000
    weights: tuple[int, int, int] = (12, 3, 0)
    status: Status = Status.AFWIJKINGEN
    reden: str = ""
    melding: str = "Gepland {w} minuten, gerealiseerd {g}; de geregistreerde klasse hoort daar niet bij."
    onbepaald: str = "Leeg: gerealiseerde_minuten."
    priced: bool = True
    parameters: tuple[ParameterLine, ...] = ()


def _parameter(
    naam: str, oms: str, eenheid: str, *values: tuple[date, date | None, str, str, str]
) -> tuple[ParameterLine, ...]:
    return tuple(ParameterLine(naam, oms, eenheid, v, t, w, b, z) for v, t, w, b, z in values)


START = date(2022, 1, 1)
_GUIDE = "Handleiding Zorgprestatiemodel"
_TERM = _parameter("termijn_dagen", "Termijn voor het eerste consult", "dagen", (START, None, "42", _GUIDE, "Z"))
_EXEMPT = _parameter("vrijstelling", "Aantal contacten zonder", "contacten", (START, None, "4", "ValueCare N2945", "B"))
_MARGIN = _parameter("marge_minuten", "Toegestaan verschil", "minuten", (START, None, "15", _GUIDE, "Z"))
_RB = "Eerste diagnostiekconsult op {w}; geen eigen diagnostiekconsult van de regiebehandelaar binnen de termijn."

SPECS = (
    Spec(
        "ZPM-RB-01",
        "Regiebehandelaar ziet de patiënt binnen 42 dagen",
        onderwerp="zorgtraject",
        zekerheid="B",
        populatie=1480,
        weights=(38, 9, 61),
        melding=_RB,
        onbepaald="Leeg: regiebehandelaar_id.",
        parameters=_TERM + _EXEMPT,
    ),
    Spec(
        "ZPM-RB-02",
        "Volgend contact met de regiebehandelaar",
        "signaal",
        "zorgtraject",
        "B",
        1480,
        (12, 9, 40),
        melding="Na {w} contacten nog geen contact met de regiebehandelaar.",
        priced=False,
        onbepaald="Leeg: regiebehandelaar_id.",
        parameters=_TERM + _EXEMPT,
    ),
    Spec(
        "ZPM-RB-03",
        "Regiebehandelaar is ingevuld en bekend",
        onderwerp="zorgtraject",
        populatie=1512,
        weights=(9, 0, 0),
        melding="Regiebehandelaar '{w}' staat niet in de lijst van behandelaren.",
        priced=False,
    ),
    Spec(
        "ZPM-RB-04",
        "Beroep van de regiebehandelaar is toegestaan",
        onderwerp="zorgtraject",
        zekerheid="A",
        populatie=0,
        weights=(0, 0, 0),
        status=Status.NIET_UITGEVOERD,
        reden="Tabel behandelaren ontbreekt in de export: zonder beroep per periode is hierover niets te zeggen.",
    ),
    Spec(
        "ZPM-PR-01",
        "Meer dan 15 minuten afwijking volgt de realisatie",
        populatie=41_210,
        weights=(17, 6, 0),
        parameters=_MARGIN,
    ),
    Spec(
        "ZPM-PR-02",
        "Binnen 15 minuten: klasse van planning of realisatie",
        zekerheid="A",
        populatie=41_210,
        weights=(4, 6, 0),
        parameters=_MARGIN,
    ),
    Spec("ZPM-PR-03", "Niet gepland: klasse volgt de realisatie", populatie=8_054, weights=(22, 14, 0)),
    Spec(
        "ZPM-PR-04",
        "Starttijd is ingevuld",
        zekerheid="A",
        populatie=44_870,
        weights=(3, 0, 0),
        priced=False,
        melding="Starttijd is leeg.",
    ),
    Spec(
        "ZPM-PR-05",
        "Gepland betekent: vastgelegd vóór de start",
        zekerheid="A",
        populatie=0,
        weights=(0, 0, 0),
        status=Status.NIET_UITGEVOERD,
        reden="Kolom gepland_op ontbreekt in tabel prestaties.",
    ),
    Spec(
        "ZPM-PR-06",
        "Jaarlijkse toets: planning gelijk aan realisatie",
        "signaal",
        "groep",
        "C",
        28,
        (107, 0, 0),
        priced=False,
        melding="Gemiddeld verschil {w} minuten over de groep.",
        parameters=_parameter(
            "tolerantie_minuten",
            "Toegestaan gemiddeld verschil",
            "minuten",
            (START, date(2023, 12, 31), "5", "eigen keuze", "C"),
            (date(2024, 1, 1), None, "5", "eigen keuze", "C"),
        ),
    ),
    Spec("ZPM-IO-01", "Overleg alleen in setting 1", populatie=2_310, weights=(31, 0, 0), melding="Setting is {w}."),
    Spec("ZPM-IO-02", "Duur en klasse van het overleg", populatie=2_310, weights=(12, 5, 0)),
    Spec(
        "ZPM-IO-03",
        "Overleg niet met huisarts of verwijzer",
        zekerheid="Z",
        populatie=2_310,
        weights=(0, 44, 0),
        status=Status.ONBEPAALD,
        onbepaald="Leeg: overleg_met.",
    ),
    Spec(
        "ZPM-IO-04",
        "Overleg hoort bij een eigen patiënt",
        populatie=2_310,
        weights=(7, 0, 0),
        melding="Zorgtraject is leeg.",
    ),
    Spec(
        "ZPM-IO-05", "Overleg is vastgelegd in het dossier", populatie=2_310, weights=(0, 0, 0), status=Status.AKKOORD
    ),
    Spec(
        "ZPM-IO-06",
        "Patiënt is vooraf geïnformeerd",
        "signaal",
        populatie=0,
        weights=(0, 0, 0),
        status=Status.MISLUKT,
        reden="De check is gestopt: het geheugen was op bij het sorteren. Draai haar apart: --select ZPM-IO-06.",
    ),
    Spec(
        "ZPM-EU-01",
        "Ten hoogste 12 uur per patiënt",
        populatie=0,
        weights=(0, 0, 0),
        status=Status.NIET_VAN_TOEPASSING,
        parameters=_parameter("maximum_minuten", "Maximum per patiënt", "minuten", (START, None, "720", _GUIDE, "Z")),
    ),
    Spec(
        "ZPM-OD-01",
        "Maximum aan diagnostiek bij onverzekerde zorg",
        zekerheid="C",
        populatie=312,
        weights=(51, 0, 0),
        melding="Dit is consult nummer {w} van het traject.",
        parameters=_parameter(
            "maximum",
            "Aantal diagnostiekconsulten",
            "consulten",
            (START, date(2024, 12, 31), "4", "niet bevestigd", "C"),
            (date(2025, 1, 1), None, "4", "ValueCare", "B"),
        ),
    ),
    Spec(
        "ZPM-OD-02",
        "Geen behandeling bij onverzekerde diagnose",
        zekerheid="B",
        populatie=21_900,
        weights=(2, 0, 0),
        melding="Behandelconsult in een traject met een onverzekerde diagnose.",
    ),
)


def sources(spec: Spec) -> tuple[SourceLine, ...]:
    """Return the sources of one check; the first one is always the guide unless the norm is our own."""
    url = "https://www.zorgprestatiemodel.nl/documenten/handleiding"
    own = SourceLine("Eigen beoordeling", "aannemelijkheid", "", START, None, "C", date(2025, 5, 1))
    guide = SourceLine(_GUIDE, "hoofdstuk 4, spelregels", url, START, None, "Z", date(2025, 5, 1))
    other = SourceLine(
        "Secundaire bron", "norm N2945", "https://wiki.example.nl/N2945", START, None, "B", date(2025, 4, 12)
    )
    page = SourceLine("NZa", "veelgestelde vragen", "https://www.nza.nl/zpm", START, None, "A", date(2025, 4, 12))
    return {"Z": (guide,), "A": (guide, page), "B": (guide, other), "C": (own,)}[spec.zekerheid]
