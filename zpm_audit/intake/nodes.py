"""YAML in which every scalar stays the text that was written, and every mistake can be pointed at.

Plain YAML reads ``01`` as 1 and ``no`` as false. In a mapping those are codes of a source system, so nothing is typed.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import yaml

from zpm_audit.base.errors import UsageError, os_reason


@dataclass(frozen=True)
class Node:
    """One piece of a YAML file, with the place where it stands."""

    file: Path
    name: str
    node: yaml.Node

    @property
    def place(self) -> str:
        """Return where this stands, as ``file:line``."""
        return f"{self.file}:{self.node.start_mark.line + 1}"

    def holds_names(self) -> bool:
        """Tell whether this consists of lines ``name: value``."""
        return isinstance(self.node, yaml.MappingNode)

    def wrong(self, nl: str, en: str) -> UsageError:
        """Return the error for this place."""
        return wrong_at(self.file, self.node, nl, en)

    def text(self, *, empty: bool = False, strip: bool = True) -> str:
        """Return the text that was written; ``empty`` allows none."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong(f"'{self.name}' moet een enkele waarde zijn", f"'{self.name}' must be a single value")
        written: str = self.node.value
        text = written.strip() if strip and self.node.style is None else written
        if not text and not empty:
            raise self.wrong(f"'{self.name}' is leeg", f"'{self.name}' is empty")
        return text

    def items(self) -> list[Node]:
        """Return the pieces of a list; a single value is a list of one."""
        if isinstance(self.node, yaml.MappingNode):
            raise self.wrong(f"'{self.name}' moet een lijst zijn", f"'{self.name}' must be a list")
        if isinstance(self.node, yaml.SequenceNode):
            if not self.node.value:
                raise self.wrong(f"'{self.name}' is een lege lijst", f"'{self.name}' is an empty list")
            return [Node(self.file, self.name, child) for child in self.node.value]
        return [self]

    def children(self, allowed: set[str] | None) -> dict[str, Node]:
        """Return the pieces by key; refuse a key that is not in ``allowed`` or that stands here twice."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.value in {"", "~", "null"}:
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(
                f"'{self.name}' moet uit regels 'naam: waarde' bestaan",
                f"'{self.name}' must consist of lines 'name: value'",
            )
        result: dict[str, Node] = {}
        for key_node, value_node in self.node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise wrong_at(self.file, key_node, "een sleutel moet een tekst zijn", "a key must be a text")
            key = str(key_node.value)
            if key in result:
                raise wrong_at(self.file, key_node, f"'{key}' staat er twee keer", f"'{key}' stands here twice")
            if allowed is not None and key not in allowed:
                raise self._unknown(key_node, key, sorted(allowed))
            result[key] = Node(self.file, key, value_node)
        return result

    def _unknown(self, key_node: yaml.Node, key: str, allowed: list[str]) -> UsageError:
        top = self.name == self.file.name
        where, where_en = ("de mapping", "the mapping") if top else (f"'{self.name}'", f"'{self.name}'")
        near = difflib.get_close_matches(key, allowed, n=1)
        hint, hint_en = (f" Bedoelt u '{near[0]}'?", f" Did you mean '{near[0]}'?") if near else ("", "")
        shown = ", ".join(allowed)
        return wrong_at(
            self.file,
            key_node,
            f"{where} kent '{key}' niet.{hint} Het kan zijn: {shown}",
            f"{where_en} does not know '{key}'.{hint_en} It can be: {shown}",
        )


def wrong_at(file: Path, node: yaml.Node, nl: str, en: str) -> UsageError:
    """Return a UsageError that begins with ``file:line``."""
    place = f"{file}:{node.start_mark.line + 1}"
    return UsageError(nl=f"{place}: {nl}.", en=f"{place}: {en}.")


def load_nodes(path: Path) -> Node:
    """Parse one YAML file; an unreadable file is a UsageError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise UsageError(
            nl=f"{path}: de mapping is geen UTF-8. Sla het bestand op als UTF-8.",
            en=f"{path}: the mapping is not UTF-8. Save the file as UTF-8.",
        ) from None
    except OSError as error:
        reason = os_reason(error)
        raise UsageError(
            nl=f"De mapping {path} is niet te lezen: {reason.nl}. Controleer het pad.",
            en=f"The mapping {path} cannot be read: {reason.en}. Check the path.",
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise UsageError(
            nl=f"{place}: geen geldige YAML: {error.problem}. Let op inspringing, aanhalingstekens en tabs.",
            en=f"{place}: not valid YAML: {error.problem}. Look at indentation, quotes and tabs.",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(
            nl=f"{path}: geen geldige YAML: {str(error).splitlines()[0]}.",
            en=f"{path}: not valid YAML: {str(error).splitlines()[0]}.",
        ) from error
    if root is None:
        raise UsageError(
            nl=f"{path}: de mapping is leeg. Laat `zpm-audit init EXPORT` een eerste maken.",
            en=f"{path}: the mapping is empty. Let `zpm-audit init EXPORT` write a first one.",
        )
    return Node(path, path.name, root)
