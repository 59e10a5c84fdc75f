"""Tells the story: per night what the plan expects beside what the archive says, and whether they differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from examples.verhaal.life import LIVES, Life
from examples.verhaal.plan import (
    ACCEPTED,
    ACCEPTED_FROM,
    ACCEPTED_UNTIL,
    CAME_BACK,
    CHECK_CHANGED,
    HANDED_OUT,
    MISSED,
    PLAN,
    Night,
)  # fmt: skip
from examples.verhaal.program import Program, fill_in
from examples.verhaal.registration import FIRST_DAY, TEAM, Keys, Registration, registration

COUNTS = ("afwijkingen", *LIVES, "geaccepteerd")
_WIDTH = 13
#: What Jan says of the first findings of his workbook.
_ANSWERS = ("in onderzoek", "in onderzoek", "hersteld")


@dataclass
class Story:
    """The nights so far, and every count that was not as planned."""

    folder: Path
    nights: int = len(PLAN)
    differences: list[str] = field(default_factory=list)
    _life: Life = field(default_factory=Life)
    _found: dict[int, Mapping[str, Keys]] = field(default_factory=dict)
    _said_solved: list[str] = field(default_factory=list)
    _told: dict[int, Mapping[str, Counter[str]]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Live the nights, and tell them one by one."""
        registered = registration(self.folder / "demo")
        program = Program(self.folder / "audit")
        yield "".join(name.rjust(_WIDTH) for name in ("", "", *COUNTS))
        for night in PLAN[: self.nights]:
            for happening in night.happens:
                happening(registered)
            said = list(self._before(night, registered, program))
            place = self._place(night.number)
            registered.write(night.day, place / "export")
            program.run(place / "export", night.day, place / "audit")
            planned = self._planned(night, registered)
            yield f"\n{night.day}  {night.what}"
            yield from said
            row = program.history()[-1]
            yield _line("plan", planned)
            yield _line("archief", row)
            self._compare(f"nacht {night.number}", planned, {name: row[name] for name in COUNTS})
            yield from self._after(night, registered, program)
        days = [row["peildatum"] for row in program.history()]
        self._compare("alle nachten", [n.day.isoformat() for n in PLAN[: self.nights]], days)

    def _place(self, number: int) -> Path:
        return self.folder / "nachten" / FIRST_DAY.replace(day=number).isoformat()

    def _planned(self, night: Night, registered: Registration) -> dict[str, int]:
        """Return what the plan expects of a night."""
        found = registered.found(night.day)
        told = self._life.night(found, registered.judged(night.day))
        self._found[night.number], self._told[night.number] = found, told
        accepted = len(found[ACCEPTED]) if ACCEPTED_FROM <= night.number <= ACCEPTED_UNTIL else 0
        lives = {life: sum(counts[life] for counts in told.values()) for life in LIVES}
        return {"afwijkingen": sum(map(len, found.values())), **lives, "geaccepteerd": accepted}

    def _before(self, night: Night, registered: Registration, program: Program) -> Iterator[str]:
        """Do what happens outside the registration before a night."""
        if night.number == ACCEPTED_FROM:
            program.accept(ACCEPTED, night.day, FIRST_DAY.replace(day=ACCEPTED_UNTIL))
        if night.number == CHECK_CHANGED:
            program.take_check("nu")
        program.set_limit(None if registered.maximum == 180 else registered.maximum)
        if night.number == CAME_BACK:
            yield from self._workbook(program)

    def _workbook(self, program: Program) -> Iterator[str]:
        """Let the workbook come back: filled in, once more, and from somebody who says something else."""
        sheet = self._place(HANDED_OUT) / "audit" / "rapport.xlsx"
        asked = [f"ZPM-PR-01:{key}" for key in sorted(self._found[HANDED_OUT]["ZPM-PR-01"])][: len(_ANSWERS)]
        answers = dict(zip(asked, _ANSWERS, strict=True))
        self._said_solved = [key for key, status in answers.items() if status == "hersteld"]
        of_jan, of_petra = self.folder / "audit" / "van-jan.xlsx", self.folder / "audit" / "van-petra.xlsx"
        fill_in(sheet, of_jan, "J. Jansen", answers)
        fill_in(sheet, of_petra, "P. Pieters", {asked[0]: "geen fout"})
        rows = sum(map(len, self._found[HANDED_OUT].values()))
        # Petra's word on one finding meets another word of Jan, and so does her name as its owner: one finding.
        expected = ((of_jan, len(asked), 0), (of_jan, 0, 0), (of_petra, 0, 1))
        for book, changed, conflicts in expected:
            read = program.read_workbook(book)
            told = {"gelezen": read["gelezen"], "gewijzigd": read["gewijzigd"], "conflicten": len(read["conflicten"])}
            planned = {"gelezen": rows, "gewijzigd": changed, "conflicten": conflicts}
            self._compare(f"{book.name}", planned, told)
            yield f"{book.name.rjust(_WIDTH * 2)}  {_words(told)}  (plan: {_words(planned)})"

    def _after(self, night: Night, registered: Registration, program: Program) -> Iterator[str]:
        """Look at what else an output says of some nights."""
        out = self._place(night.number) / "audit"
        summary = json.loads((out / "samenvatting.json").read_text(encoding="utf-8"))
        result = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))
        lives = {check["id"]: check["levensloop"] for check in result["checks"] if check["status"] != "niet_uitgevoerd"}
        self._compare(f"levensloop per check in nacht {night.number}", self._told[night.number], lives)
        missed = [FIRST_DAY.replace(day=MISSED).isoformat()] if night.number == MISSED + 1 else []
        self._compare(f"gemist in de samenvatting van nacht {night.number}", missed, summary["gemist"])
        over = [(ACCEPTED, len(registered.found(night.day)[ACCEPTED]))] if night.number > ACCEPTED_UNTIL else []
        told = [(one["check"], one["open"]) for one in summary["verlopen_acceptaties"]]
        self._compare(f"verlopen acceptaties van nacht {night.number}", over, told)
        if night.number == MISSED + 1:
            self._compare("gemist in history", missed, program.history()[-1]["gemist"])
            yield f"{'gemist'.rjust(_WIDTH * 2)}  {', '.join(summary['gemist'])}"
        if told and night.number == ACCEPTED_UNTIL + 1:
            yield f"{'verlopen'.rjust(_WIDTH * 2)}  {told[0][0]}, {told[0][1]} weer open"
        if night.number == CAME_BACK:
            again = [one["bevinding_id"] for one in result["run"]["opvolging"]["toch_weer_gevonden"]]
            self._compare("toch weer gevonden", self._said_solved, again)
            yield f"{'weer gevonden'.rjust(_WIDTH * 2)}  {', '.join(again)}"
        if night.number == CHECK_CHANGED:
            yield from self._causes(night, program)

    def _causes(self, night: Night, program: Program) -> Iterator[str]:
        """Let the program explain what the changed check did: that, and nothing else, is its doing."""
        runs = program.history()
        told: Counter[str] = Counter()
        for check in program.diff(runs[-2]["run_id"], runs[-1]["run_id"]).values():
            told.update(check["oorzaak"])
        changes = {
            check: sum(counts.values()) - counts["blijvend"] for check, counts in self._told[night.number].items()
        }
        planned = {"gegevens": sum(changes.values()) - changes[TEAM], "check": changes[TEAM], "tijd": 0}
        self._compare("oorzaken volgens diff", planned, dict(told))
        yield f"{'diff'.rjust(_WIDTH * 2)}  {_words(told)}  (plan: {_words(planned)})"

    def _compare(self, what: str, planned: Any, told: Any) -> None:
        if planned != told:
            self.differences.append(f"{what}: het plan zegt {planned}, het programma {told}")


def _line(who: str, counts: Mapping[str, Any]) -> str:
    return "".join(str(cell).rjust(_WIDTH) for cell in ("", who, *(counts[name] for name in COUNTS)))


def _words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
