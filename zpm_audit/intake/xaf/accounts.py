"""Which accounts of an auditfile are the revenue: by number, or by the start of one (``801*``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean

#: Accounts that a message lists: more is no help.
MOST_LISTED = 40


def choose_accounts(
    asked: Sequence[str], accounts: Mapping[str, str], profit: Collection[str], file: str
) -> Mapping[str, str]:
    """Return the accounts that were asked for with their descriptions; refuse what the file does not have."""
    if not asked:
        listed, rest, rest_en = _listed(accounts, profit)
        raise UsageError(
            nl=f"Welke rekeningen van {file} zijn de omzet? Noem ze met --omzetrekening (mag vaker, 801* mag ook) of "
            f'in zpm-audit.yaml als grootboek: {{bestand: {file}, rekeningen: ["8000"]}}. In het bestand staan:\n'
            f"{listed}{rest}",
            en=f"Which accounts of {file} are the revenue? Name them with --omzetrekening (may be repeated, 801* is "
            f'possible) or in zpm-audit.yaml as grootboek: {{bestand: {file}, rekeningen: ["8000"]}}. The file has:\n'
            f"{listed}{rest_en}",
        )
    chosen: dict[str, str] = {}
    for pattern in asked:
        found = [code for code in accounts if _fits(code, pattern)]
        if not found:
            raise _unknown(pattern, accounts, profit, file)
        chosen |= {code: accounts[code] for code in found}
    return dict(sorted(chosen.items()))


def _fits(code: str, pattern: str) -> bool:
    return code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern


def _unknown(pattern: str, accounts: Mapping[str, str], profit: Collection[str], file: str) -> UsageError:
    listed, rest, rest_en = _listed(accounts, profit)
    hint = did_you_mean(pattern.rstrip("*"), accounts)
    return UsageError(
        nl=f"Omzetrekening '{pattern}' staat niet in {file}{f' ({hint.nl})' if hint else ''}. In het bestand staan:\n"
        f"{listed}{rest}",
        en=f"Revenue account '{pattern}' is not in {file}{f' ({hint.en})' if hint else ''}. The file has:\n"
        f"{listed}{rest_en}",
    )


def _listed(accounts: Mapping[str, str], profit: Collection[str]) -> tuple[str, str, str]:
    """Return lines of accounts, of profit and loss where the file tells them apart, and how many more there are."""
    codes = sorted(set(profit) or set(accounts))
    lines = "\n".join(f"  {code}  {accounts[code]}".rstrip() for code in codes[:MOST_LISTED])
    more = len(accounts) - min(len(codes), MOST_LISTED)
    if not more:
        return lines or "  -", "", ""
    return lines, f"\n  (andere rekeningen in het bestand: {more})", f"\n  (other accounts in the file: {more})"
