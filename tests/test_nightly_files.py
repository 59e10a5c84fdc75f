"""The files for nightly use are what their readers (systemd, Task Scheduler, cron) take, and name what exists."""

from __future__ import annotations

import configparser
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from zpm_audit.base.cache import CACHE_VARIABLE
from zpm_audit.base.pseudonyms import FILE_VARIABLE
from zpm_audit.cli import app

NIGHT = Path(__file__).parents[1] / "examples" / "nacht"


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(NIGHT / name, encoding="utf-8")
    return parser


def test_the_service_runs_the_audit_of_its_folder_and_takes_deviations_for_success() -> None:
    service = unit("zpm-audit.service")["Service"]
    assert service["ExecStart"].split()[1:] == ["run"]
    assert service["SuccessExitStatus"] == "1"
    assert service["WorkingDirectory"] == service["ReadWritePaths"]
    assert unit("zpm-audit.timer")["Timer"]["Persistent"] == "true"
    named = set(
        re.findall(r"^Environment=(\w+)=", (NIGHT / "zpm-audit.service").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert named == {FILE_VARIABLE, CACHE_VARIABLE}


def test_the_task_runs_the_audit_once_at_a_time() -> None:
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ET.parse(NIGHT / "zpm-audit-taak.xml").getroot()
    parts = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert [part.tag.removeprefix(space) for part in task] == parts
    assert task.findtext(f".//{space}Arguments") == "run"
    assert task.findtext(f".//{space}MultipleInstancesPolicy") == "IgnoreNew"


def test_the_line_of_cron_runs_a_command_that_exists() -> None:
    lines = (NIGHT / "crontab").read_text(encoding="utf-8").splitlines()
    (line,) = [one for one in lines if one[:1].isdigit()]
    assert re.match(r"\d+ \d+ \* \* \* ", line)
    (command,) = re.findall(r"bin/zpm-audit (\w+)", line)
    assert command in {one.name for one in app.registered_commands}
    assert f"{FILE_VARIABLE}=" in "\n".join(lines)
