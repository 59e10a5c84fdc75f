"""The norm matrix in a report: beside every check the verdict of this run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zpm_audit.checks.norm_words import COVERAGE_NAME, SUMMARY_NAME
from zpm_audit.checks.norms import Coverage, Norm, NormMatrix
from zpm_audit.language import Language, Text
from zpm_audit.reports.model import CheckPart, NormCover, NormFramework, NormMatrixPart, NormPart


def norm_matrix(matrix: NormMatrix, checks: Sequence[CheckPart], language: Language) -> NormMatrixPart:
    """Return the matrix in ``language``; a check that is not in ``checks`` was not part of this run."""
    known = {check.id: check for check in checks}
    return NormMatrixPart(
        kaders=tuple(
            NormFramework(
                id=framework.id,
                titel=framework.title.in_(language),
                toelichting=framework.note.in_(language),
                bron=framework.source,
                url=framework.url,
                normen=tuple(_norm(norm, known, language) for norm in framework.norms),
            )
            for framework in matrix.frameworks
        ),
        ongeplaatst=matrix.unplaced(known),
    )


def _norm(norm: Norm, known: Mapping[str, CheckPart], language: Language) -> NormPart:
    together: dict[tuple[Coverage, Text], list[str]] = {}
    for line in norm.lines:
        together.setdefault((line.coverage, line.note), []).extend([line.check_id] if line.check_id else [])
    return NormPart(
        id=norm.id,
        titel=norm.title.in_(language),
        bron=norm.source,
        url=norm.url,
        zekerheid=norm.certainty,
        samenvatting=norm.summary,
        samenvatting_titel=SUMMARY_NAME[norm.summary].in_(language),
        dekkingen=tuple(
            NormCover(
                dekking=coverage,
                dekking_titel=COVERAGE_NAME[coverage].in_(language),
                toelichting=note.in_(language),
                check_ids=tuple(ids),
                checks={i: known[i] for i in ids if i in known},
            )
            for (coverage, note), ids in together.items()
        ),
    )
