"""Collects what is wrong with one file, each thing at its place, and holds the questions that all parts share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.checks.patients import BSN, reads_bsn_wrongly
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.sql.expressions import ExpressionError, Parsed, parse
from zpm_audit.checks.sql.vocabulary import KEYWORDS

HERE = Text("", "")
_NO_NUMBER = Text(
    "van een bsn staat het nummer zelf niet in de werkbestanden",
    "the number of a bsn itself is not in the working files",
)
_WHAT_IS_KEPT = Text(
    "vraag of het leeg is, of twee gelijk zijn, hoeveel er zijn, substr(bsn, 1, 4) voor het aantal tekens, of "
    "regexp_like(bsn, ' goed ') voor de elfproef",
    "ask whether it is empty, whether two are the same, how many there are, substr(bsn, 1, 4) for the number of "
    "characters, or regexp_like(bsn, ' goed ') for the test of eleven",
)


@dataclass
class Reader:
    """The problems of one file."""

    source: YamlText
    problems: list[Problem] = field(default_factory=list)

    def add(self, at: PathKey, nl: str, en: str, hint: Text | None = None) -> None:
        """Add a problem."""
        self.problems.append(self.source.problem(at, Text(nl, en), hint))

    def expression(self, at: PathKey, sql: str) -> Parsed | None:
        """Parse an expression; None when it cannot be used."""
        try:
            parsed = parse(sql)
        except ExpressionError as error:
            self.problems.append(self.source.problem(at, error.what, error.hint))
            return None
        if BSN in parsed.reads and reads_bsn_wrongly(sql):
            self.add(at, _NO_NUMBER.nl, _NO_NUMBER.en, _WHAT_IS_KEPT)
        return parsed

    def names(self, at: PathKey, names: Iterable[str], known: Iterable[str], where: Text = HERE) -> None:
        """Refuse names that are not known ``where`` they stand."""
        allowed = set(known)
        for name in sorted(set(names) - allowed):
            hint = did_you_mean(name, allowed) or Text(
                "de namen staan in het contract en in definities.yaml", "see the contract and definities.yaml"
            )
            nl, en = (f"onbekende naam '{name}' {where.nl}".rstrip(), f"unknown name '{name}' {where.en}".rstrip())
            self.add(at, nl, en, hint)

    def condition(self, at: PathKey, sql: str | None, scope: Scope, where: Text = HERE) -> None:
        """Check an expression about one row of another table: its names, no other rows, no empty values filled."""
        if sql is None:
            return
        parsed = self.expression(at, sql)
        if parsed is None:
            return
        self.names(at, parsed.reads, scope.known, where)
        self.one_row(at, parsed)

    def one_row(self, at: PathKey, parsed: Parsed) -> None:
        """Refuse an expression that looks at other rows."""
        self.no_aggregates(at, parsed)
        if parsed.over_rows:
            self.add(
                at,
                "een venster (over) kan hier niet",
                "a window (over) is not possible here",
                Text("zet het onder afgeleid van de check", "put it under afgeleid of the check"),
            )

    def no_aggregates(self, at: PathKey, parsed: Parsed) -> None:
        """Refuse an expression that makes one value of all rows."""
        if parsed.aggregates:
            self.add(
                at,
                "een som, telling of uiterste over alle rijen kan hier niet",
                "a sum, count or extreme over all rows is not possible here",
                Text("gebruik een koppel, een groep of een blok", "use a koppel, a groep or a block"),
            )

    def unexplained(self, at: PathKey) -> None:
        """Refuse an empty value that becomes a known one without a word about it."""
        self.add(
            at,
            "coalesce, case en is distinct from maken van een lege waarde een bekende",
            "coalesce, case and is distinct from turn an empty value into a known one",
            Text(
                "zeg onder 'leeg' wat een lege waarde hier betekent", "say under 'leeg' what an empty value means here"
            ),
        )

    def free(self, at: PathKey, name: str, scope: Scope) -> None:
        """Refuse a name that already means something else about the units of ``scope``."""
        meanings = [
            name in scope.columns,
            *(name in k.velden for k in scope.koppels.values()),
            name in scope.derived,
            name in scope.parameters,
            name in scope.given,
        ]
        if name in KEYWORDS:
            hint = Text("kies een andere naam", "choose another name")
            self.add(at, f"'{name}' is een woord van SQL", f"'{name}' is a word of SQL", hint)
        elif sum(meanings) > 1:
            self.add(
                at,
                f"de naam '{name}' bestaat al en zou iets anders gaan betekenen",
                f"the name '{name}' exists already and would change its meaning",
                Text("kies een andere naam", "choose another name"),
            )
