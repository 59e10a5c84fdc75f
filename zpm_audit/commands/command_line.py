"""The command that does a run again: complete, and quoted for the shell of whoever pastes it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator

from zpm_audit.commands.options import Options
from zpm_audit.intake.databases.address import is_address


def command_of(options: Options, platform: str = sys.platform) -> str:
    """Return the command line that asks for the same run, whatever its choices stand on by themselves."""
    # Of a database only what may be seen: its password stays out.
    export = options.export_shown
    words = ["zpm-audit", "run", *([str(export)] if export is not None else []), *_given(options)]
    if platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline(words)
    return shlex.join(words)


def _given(options: Options) -> Iterator[str]:
    """Yield every option that decides on the outcome, or on where and how it is written."""
    yield from ("--peildatum", options.peildatum.isoformat())
    if options.period:
        yield from ("--periode", options.period.written)
    for name, path in (
        ("--config", options.configuration),
        ("--mapping", options.mapping),
        ("--checks", options.checks),
        ("--parameters", options.parameters),
        ("--grootboek", options.grootboek),
        ("--acceptaties", None if options.without_acceptances else options.acceptances),
    ):
        if path is not None:
            yield from (name, str(path))
    for name, paths in (
        ("--extra-checks", options.extra_checks),
        ("--codelijst", options.codelijst),
        ("--declaratie", options.declaratie),
    ):
        for path in paths:
            yield from (name, str(path))
    for account in options.omzetrekeningen:
        yield from ("--omzetrekening", account)
    if options.codelijst_year:
        yield from ("--codelijst-jaar", str(options.codelijst_year))
    if options.select is not None:
        yield from ("--select", ",".join(options.select))
    for name, choice in sorted(options.choices.items()):
        yield from ("--instelling", f"{name}={choice.text}")
    if options.worklists:
        yield from ("--werklijsten", ",".join(options.worklists))
    flags = {
        "--zonder-acceptaties": options.without_acceptances,
        "--herleidbaar": options.traceable,
        "--verschil-toegestaan": options.differences_allowed,
    }
    yield from (flag for flag, given in flags.items() if given)
    yield from ("--gx", options.gx, "--excel-rijen", str(options.workbook_rows))
    yield from ("--fail-on", options.fail_on, "--taal", options.language)
    for name, written, usual in (("--csv", options.csv, "komma"), ("--toegang", options.access, "prive")):
        yield from (name, written) if written != usual else ()


def run_named(run_id: str, options: Options) -> str:
    """Return how a later command names this run, which its archive knows; empty without one.

    In an audit folder the configuration names the archive; the address of a database may hold a password.
    """
    if options.archief is None:
        return ""
    shown = options.archive_shown or ""
    if options.configuration is not None or is_address(options.archief):
        return f"--run {run_id}"
    plain = all(c.isalnum() or c in "._-/\\:~+@" for c in shown)
    return f"--run {run_id} --archief {shown if plain else f'{chr(34)}{shown}{chr(34)}'}"
