"""A small matrix to show beside the checks of the sample reports, with every kind of coverage and a gap."""

from __future__ import annotations

from collections.abc import Sequence

from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.norms import Coverage, Framework, Line, ListedNorm, NormMatrix
from zpm_audit.reports.figures.norm_matrix import norm_matrix
from zpm_audit.reports.parts import CheckPart, NormMatrixPart

NOTE = {
    "exact": Text("", ""),
    "over": Text("Meldt ook wat mag.", "Reports what is allowed too."),
    "onder": Text("Ziet een deel.", "Sees a part."),
    "hand": Text("Kijk in het dossier.", "Look in the file."),
    "geen": Text("Niet bevestigd.", "Not confirmed."),
}


def line(coverage: Coverage, check_id: str | None = None) -> Line:
    return Line(check_id, coverage, NOTE[coverage])


def norm(number: str, *lines: Line, url: str = "https://example.org/norm") -> ListedNorm:
    return ListedNorm(
        number, Text(f"Norm {number} vraagt iets", f"Norm {number} asks something"), "Bron", url, "B", lines
    )


def matrix(ids: Sequence[str]) -> NormMatrix:
    """Return two frameworks over these checks; the last check stands under no norm."""
    first = Framework(
        "NZa",
        Text("Regels van de toezichthouder", "Rules of the regulator"),
        Text("Wat er gelezen is.", "What was read."),
        "Bron & meer",
        "https://example.org/kader",
        (
            norm("1", *(line("exact", i) for i in ids[:-1])),
            norm("2", line("onder", ids[0]), line("hand")),
            norm("3", line("over", "ZPM-ZZ-99")),
            norm("4", line("geen")),
        ),
    )
    second = Framework(
        "V&C",
        Text("Lijst <b>van</b> risico's", "List <b>of</b> risks"),
        Text("Deels gelezen.", "Read in part."),
        "Bron",
        "",
        (norm("A", line("hand"), url="javascript:alert(1)"), norm("B", line("geen"))),
    )
    return NormMatrix((first, second))


def part(checks: Sequence[CheckPart], taal: Language = "nl") -> NormMatrixPart:
    """Return the matrix as a report holds it."""
    return norm_matrix(matrix([c.id for c in checks]), checks, taal)
