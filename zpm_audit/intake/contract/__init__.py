"""The data contract of an export: is it complete and plausible enough to base an audit on?

The contract is declared once, in ``checks/intake/*.yaml``, as Great Expectations suites. polars evaluates it exactly at
every size; Great Expectations runs the same suites in a process of its own, and both must give the same answer.
"""

from zpm_audit.intake.contract.assess import ContractOutcome, StartedContract, begin
from zpm_audit.intake.contract.model import Suite
from zpm_audit.intake.contract.result import ExpectationResult
from zpm_audit.intake.contract.suites import load_suites

__all__ = ["ContractOutcome", "ExpectationResult", "StartedContract", "Suite", "begin", "load_suites"]
