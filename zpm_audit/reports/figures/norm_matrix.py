"""The norm matrix in a report: beside every check the verdict of this run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zpm_audit.base.language import Language
from zpm_audit.catalogue.norm_words import COVERAGE_NAME, DRAWN, SUMMARY_NAME
from zpm_audit.catalogue.norms import ListedNorm, NormMatrix
from zpm_audit.reports.parts import CheckPart, NormCover, NormFramework, NormMatrixPart, NormPart


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


def _norm(norm: ListedNorm, known: Mapping[str, CheckPart], language: Language) -> NormPart:
    return NormPart(
        id=norm.id,
        titel=norm.title.in_(language),
        bron=norm.source,
        url=norm.url,
        zekerheid=norm.certainty,
        samenvatting=norm.summary,
        samenvatting_titel=SUMMARY_NAME[norm.summary].in_(language),
        getrokken_uit=DRAWN[norm.drawn_from].in_(language),
        dekkingen=tuple(
            NormCover(
                dekking=cover.coverage,
                dekking_titel=COVERAGE_NAME[cover.coverage].in_(language),
                toelichting=cover.note.in_(language),
                check_ids=cover.check_ids,
                checks={i: known[i] for i in cover.check_ids if i in known},
            )
            for cover in norm.covers
        ),
    )
