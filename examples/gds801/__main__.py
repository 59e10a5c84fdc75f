"""Writes a message per payer of an export: ``python -m examples.gds801 EXPORT MAP [--ontvanger UZOVI] [--fout ID]``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from examples.gds801 import VIOLATIONS, message_for, receivers, write
from zpm_audit.intake import load_mapping, read_export


def main() -> None:
    """Read the export and write the messages."""
    parser = argparse.ArgumentParser(prog="python -m examples.gds801", description=__doc__)
    parser.add_argument("export", type=Path, help="map met de export")
    parser.add_argument("map", type=Path, help="map waarin de berichten komen")
    parser.add_argument("--mapping", type=Path, help="mapping van de export")
    parser.add_argument("--ontvanger", help="alleen deze ontvanger")
    parser.add_argument("--fout", choices=sorted(VIOLATIONS), help="bouw een fout in tegen deze regel")
    given = parser.parse_args()
    mapping = load_mapping(given.mapping) if given.mapping else None
    given.map.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zpm-audit-") as work:
        register = read_export(given.export, work=Path(work), mapping=mapping)
        for receiver, lines in receivers(register).items():
            if given.ontvanger in {None, receiver}:
                message = message_for(register, receiver)
                if given.fout:
                    VIOLATIONS[given.fout](message)
                target = given.map / f"declaratie-{receiver}{'-' + given.fout if given.fout else ''}.xml"
                write(message, target)
                print(f"{target}: {lines} prestaties")


main()
