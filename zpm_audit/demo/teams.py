"""The teams of the institution: who works there, whom they treat, and at what pace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Team:
    """One team of one location. Lengths and paces are in working days.

    ``blijvers`` is the share of its patients that was already in care when the first year began. In a ``solo`` team
    the regiebehandelaar treats alone; elsewhere he shares the work with the behandelaar and a third profession.
    """

    code: str
    naam: str
    setting: int
    financiering: str
    patienten: int
    blijvers: float
    tempo: tuple[tuple[int, float], ...]
    duur: tuple[int, int]
    gepland: float
    regie: tuple[str, ...]
    behandelaars: tuple[str, ...] = ()
    derden: tuple[str, ...] = ()
    groepen: tuple[str, ...] = ()
    groepsdeel: float = 0.0
    reist: bool = False

    @property
    def solo(self) -> bool:
        """Tell whether the regiebehandelaar treats alone."""
        return not self.behandelaars


PSY, WO, VPK, VS = "psychiater", "wo-psycholoog", "verpleegkundige", "verpleegkundig specialist ggz"
GZ, KP, PT = "gz-psycholoog", "klinisch psycholoog", "psychotherapeut"

TEAMS = (
    Team("V", "Praktijkteam", 1, "zvw", 240, 0.24, ((5, 0.55), (10, 0.45)), (80, 320), 0.95,
         (GZ, PT, KP, PSY)),
    Team("B", "Basis-ggz", 2, "zvw", 300, 0.10, ((5, 0.75), (10, 0.25)), (40, 105), 0.95,
         (GZ, PT, VS)),
    Team("S", "Stemming en angst", 3, "zvw", 330, 0.28, ((5, 0.75), (10, 0.25)), (130, 410), 0.93,
         (KP, PSY, GZ), (WO, VPK, PT, WO), (VS, "arts"), (WO,), 0.12),
    Team("P", "Persoonlijkheid en trauma", 3, "zvw", 220, 0.34, ((5, 0.8), (10, 0.2)), (170, 500), 0.94,
         (KP, PT, PSY), (PT, WO, GZ), ("vaktherapeut", VS), (VPK, "vaktherapeut", WO, PT, GZ), 0.5),
    Team("F", "Wijkteam FACT", 4, "zvw", 190, 0.55, ((5, 0.75), (10, 0.25)), (300, 1000), 0.88,
         (PSY, VS), (VPK, "sociaal werkende", VPK, "ervaringsdeskundig werker"), ("arts",), reist=True),
    Team("A", "Acute dienst", 4, "zvw", 60, 0.0, ((1, 1.0),), (3, 9), 0.08,
         (PSY, PSY), (VPK, VPK), ("arts",), reist=True),
    Team("K", "Kliniek", 5, "zvw", 70, 0.06, ((3, 1.0),), (60, 220), 0.85,
         (PSY, KP), (VPK, WO), ("verslavingsarts", "vaktherapeut"), (VPK, "vaktherapeut"), 0.85),
    Team("T", "Forensische kliniek", 6, "fz", 16, 0.5, ((4, 1.0),), (250, 800), 0.85,
         (PSY, KP), (VPK, "sociaal pedagogisch hulpverlener"), (GZ,), ("vaktherapeut",), 0.8),
    Team("Q", "Forensische poli", 7, "fz", 74, 0.40, ((5, 0.5), (10, 0.5)), (150, 480), 0.93,
         (KP, GZ), (WO, VPK), ("arts", PT), (WO,), 0.2),
)  # fmt: skip

CATEGORIES = {
    "arts": "arts", "verslavingsarts": "arts", PSY: "arts-specialist", GZ: GZ, KP: "klinisch (neuro)psycholoog",
    PT: PT, VS: "verpleegkundig specialist", VPK: VPK, WO: "overige beroepen", "vaktherapeut": "overige beroepen",
    "sociaal werkende": "overige beroepen", "ervaringsdeskundig werker": "overige beroepen",
    "sociaal pedagogisch hulpverlener": "overige beroepen",
}  # fmt: skip
MAY_BE_REGIEBEHANDELAAR = frozenset({PSY, GZ, KP, PT, VS, "verslavingsarts"})
BIG_REGISTERED = MAY_BE_REGIEBEHANDELAAR | {"arts", VPK}
# Social workers, agogen and ervaringsdeskundigen have no AGB code: the declaration names their beroep instead.
AGB_PREFIX = {
    PSY: "03", GZ: "94", KP: "94", PT: "94", WO: "94", "verslavingsarts": "84", "arts": "84", VPK: "91", VS: "91",
    "vaktherapeut": "90",
}  # fmt: skip
# Someone who finishes a training goes on under the new beroep, with the same behandelaar_id.
PROMOTIONS = {WO: (GZ, 0.35), VPK: (VS, 0.12)}
