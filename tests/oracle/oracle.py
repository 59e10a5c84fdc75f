"""The oracle: all checks, row by row, as the catalogue words them. Slow on purpose, plain on purpose.

``judge`` takes tables as lists of dicts with Python values (amounts in whole cents) and returns per check what became
of every unit. It reads nothing of the engine or of the check files, so that agreement between the two means something.
Every theme has a module of its own.
"""

from __future__ import annotations

from datetime import date

from tests.oracle.case import Case, Outcome, Tables
from tests.oracle.oracle_claim import judge_claims
from tests.oracle.oracle_consult import judge_consults
from tests.oracle.oracle_contract import judge_contracts
from tests.oracle.oracle_figures import judge_figures
from tests.oracle.oracle_group import judge_groups
from tests.oracle.oracle_overleg import judge_overleg
from tests.oracle.oracle_planning import judge_planning
from tests.oracle.oracle_referral import judge_referrals
from tests.oracle.oracle_regie import judge_regie
from tests.oracle.oracle_settings import judge_settings
from tests.oracle.oracle_stay import judge_stays
from tests.oracle.oracle_traject import judge_trajecten

THEMES = (
    judge_regie, judge_planning, judge_overleg, judge_consults, judge_groups, judge_stays, judge_trajecten,
    judge_referrals, judge_claims, judge_contracts, judge_settings, judge_figures,
)  # fmt: skip


def judge(
    tables: Tables,
    peildatum: date,
    *,
    contract_hoogspecialistisch: bool = False,
    planning_is_realisatie: bool = True,
) -> dict[str, Outcome]:
    """Judge one export by all checks."""
    case = Case(
        tables,
        peildatum,
        contract_hoogspecialistisch=contract_hoogspecialistisch,
        planning_is_realisatie=planning_is_realisatie,
    )
    return {check: found for theme in THEMES for check, found in theme(case).items()}
