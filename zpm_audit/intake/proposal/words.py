"""What names mean: names are cut into words, and words that mean the same become one.

The words stand in ``woorden.yaml``; a user adds to them with a file of the same build.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from zpm_audit.intake.proposal.word_file import WordFile, read_words

_SHIPPED = Path(__file__).parent / "woorden.yaml"
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SHORT = {"nr", "id", "cd", "ct", "dd"}  # so short that inside a word they count only at its end
#: Words that say how something is written rather than what it is.
_WEIGHTS = {
    "nummer": 0.5, "code": 0.4, "datum": 0.6, "tijd": 0.6, "moment": 0.6, "minuten": 0.6, "begin": 0.8, "eind": 0.8,
    "soort": 0.5, "groep": 0.7, "in": 0.4, "uit": 0.8,
}  # fmt: skip
_ENTITY, _FILLER, _BARE = 0.25, 0.05, 0.85

#: What the cutting would break.
_SPELLINGS = {"NZa": "Nza", "t/m": "tot", "d.d.": "datum"}

Words = frozenset[str]


def plain(text: str) -> str:
    """Return a name without capitals, accents, blanks and punctuation, so that notations of one name are equal."""
    return re.sub(r"[^a-z0-9]", "", _without_accents(text.lower()))


def common_front(*texts: str) -> str:
    """Return the letters that all texts begin with."""
    length = min(map(len, texts))
    return next((texts[0][:i] for i in range(length) if len({t[i] for t in texts}) > 1), texts[0][:length])


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))


@dataclass
class Vocabulary:
    """The words of ``woorden.yaml`` and of the user, ready for use."""

    concepts: dict[str, str] = field(default_factory=dict)
    fillers: set[str] = field(default_factory=set)
    columns: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    inverse: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    tables: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    truths: list[tuple[str, str]] = field(default_factory=list)
    empties: list[str] = field(default_factory=list)
    _cut: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _lexicon(self) -> dict[str, str]:
        """Return every known word with its concept: the words themselves, and those that phrases are made of."""
        phrases = [p for group in (self.columns, self.inverse, self.tables) for words in group.values() for p in words]
        loose = {plain(w): plain(w) for p in phrases for w in p.split()}
        return loose | {w: w for w in self.fillers} | self.concepts

    def _inside(self, word: str, *, last: bool) -> bool:
        """Tell whether a known word may be a part of a glued one; short ones would tear other words to shreds."""
        if word not in self._lexicon or (word in self.fillers and len(word) < 4):
            return False
        return len(word) >= 3 or (last and word in _SHORT)

    def words(self, name: str) -> Words:
        """Return the concepts in a name: ``cliëntnr`` -> client, nummer; ``DatumInDienst`` -> datum, in, dienst."""
        if name not in self._cut:
            text = _without_accents(name)
            for written, meant in _SPELLINGS.items():
                text = text.replace(written, meant)
            pieces = [piece.lower() for piece in _PIECE.findall(text)]
            self._cut[name] = tuple(w for piece in pieces for w in self._split(piece))
        return frozenset(self._cut[name])

    def _split(self, piece: str) -> list[str]:
        """Cut a glued word in known words that cover as much of it as possible, in as few as possible."""
        if piece in self._lexicon:
            return [self._lexicon[piece]]
        best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
        for end in range(1, len(piece) + 1):
            missed, count, found = best[end - 1]
            letter = piece[end - 1]
            unknown = [*found[:-1], found[-1] + letter] if _loose(found) else [*found, f"?{letter}"]
            options = [(missed + 1, count, unknown)]
            for start in range(max(0, end - 24), end):
                word = piece[start:end]
                if self._inside(word, last=end == len(piece)):
                    missed, count, found = best[start]
                    options.append((missed, count + 1, [*found, self._lexicon[word]]))
            best.append(min(options, key=lambda o: (o[0], o[1])))
        words = [w for w in best[-1][2] if w.removeprefix("?") not in {"s", "n", "e", "en", "er", "es"}]
        known = [w for w in words if not w.startswith("?")]
        # A word of which most is unknown is another word: better whole than in shreds.
        if best[-1][0] > len(piece) / 2 or not known:
            return [piece]
        return [w.removeprefix("?") for w in words]

    def weight(self, word: str, entity: Words) -> float:
        """Return how much a word says; the word for what a row is says little, a filler next to nothing."""
        if word in self.fillers or word.isdigit():
            return _FILLER
        if word in entity:
            return _ENTITY
        return _WEIGHTS.get(word, 1.0)

    def likeness(self, name: Words, phrase: Words, entity: Words) -> float:
        """Return from 0 to 1 how much of two names is the same."""
        common, total = (sum(self.weight(w, entity) for w in words) for words in (name & phrase, (*name, *phrase)))
        return 2 * common / total if total else 0.0

    def entity(self, table: str) -> Words:
        """Return the words for a row of a table."""
        return frozenset(w for phrase in self.tables.get(table, []) for w in self.words(phrase) if w not in _WEIGHTS)

    def column_likeness(self, table: str, column: str, name: str) -> float:
        """Return from 0 to 1 how much a name is like the names of a column."""
        if plain(name) == plain(column):
            return 1.0
        phrases = (column, *self.columns.get((table, column), ()))
        return self._best(name, phrases, self.entity(table))

    def inverse_likeness(self, table: str, column: str, name: str) -> float:
        """Return the same for names that say the opposite of a column."""
        return self._best(name, self.inverse.get((table, column), ()), self.entity(table))

    def table_likeness(self, table: str, name: str) -> float:
        """Return how much the name of a file or sheet is like that of a table."""
        if plain(name) == plain(table):
            return 1.0
        return self._best(name, (table, *self.tables.get(table, ())), frozenset())

    def _best(self, name: str, phrases: tuple[str, ...] | list[str], entity: Words) -> float:
        words = self.words(name)
        bare = _BARE if words <= {"nummer", "code"} and entity else 1.0  # a number of what? of the row, most likely
        return bare * max((self.likeness(words, self.words(p), entity) for p in phrases), default=0.0)


def _loose(found: list[str]) -> bool:
    return bool(found) and found[-1].startswith("?")


def load_words(extra: Path | None = None) -> Vocabulary:
    """Read the words that come with the tool, and those of the user."""
    result = Vocabulary()
    for path in (_SHIPPED, extra):
        if path is not None:
            _add(result, read_words(path))
    return result


def _add(result: Vocabulary, said: WordFile) -> None:
    for concept, words in said.begrippen.items():
        name = result.concepts.get(plain(concept), plain(concept))
        result.concepts |= {plain(word): name for word in (concept, *words)}
    result.fillers |= set(map(plain, said.vulwoorden))
    for groups, into in ((said.kolommen, result.columns), (said.omgekeerd, result.inverse)):
        for table, columns in groups.items():
            for column, words in columns.items():
                into.setdefault((table, column), []).extend(words)
    for table, words in said.tabellen.items():
        result.tables.setdefault(table, []).extend(words)
    for column, meanings in said.waarden.items():
        known = result.values.setdefault(column, {})
        known |= {plain(word): value for value, words in meanings.items() for word in words}
    result.truths += [(yes.lower(), no.lower()) for yes, no in said.ja_nee]
    result.empties += said.leeg
