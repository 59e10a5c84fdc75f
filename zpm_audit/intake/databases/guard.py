"""Only questions: a query is one SELECT or WITH, whatever the database behind it would allow."""

from __future__ import annotations

import re

from zpm_audit.base.errors import UsageError

#: Words that begin, or turn a question into, something that changes a database or leaves it.
_NEVER = frozenset(
    "insert update delete drop alter create truncate merge into grant revoke deny exec execute call attach detach "
    "pragma vacuum reindex copy lock outfile dumpfile".split()
)
#: SQL Server needs no semicolon between two statements.
_NEVER_MSSQL = frozenset(
    "declare set use go begin commit rollback save waitfor shutdown backup restore kill dbcc bulk disable enable "
    "writetext updatetext reconfigure openrowset opendatasource openquery".split()
)
#: Functions that read or write beside the tables, or reach another session or server.
_FUNCTIONS = re.compile(
    r"lo_(?:export|import|unlink|create|put|from_bytea)|pg_(?:file_|read_|ls_|write_|terminate_|cancel_|reload_|rotate_|"
    r"switch_|promote|create_|drop_|advisory_|logical_)\w*|dblink\w*|set_config|load_extension|writefile|readfile|edit|"
    r"fts3_tokenizer|load_file|sys_exec|sys_eval|xp_\w+|sp_\w+|utl_\w+|dbms_\w+|httpuritype|database_to_xml\w*"
)
_SKIPPED = {
    "string": r"'(?:[^']|'')*'",
    "string_mysql": r"'(?:[^'\\]|\\.|'')*'",
    "escaped": r"\b[eE]'(?:[^'\\]|\\.|'')*'",
    "dollar": r"\$(?P<tag>[A-Za-z_]\w*|)\$.*?\$(?P=tag)\$",
    "quoted": r'"(?:[^"]|"")*"',
    "backtick": r"`(?:[^`]|``)*`",
    "bracket": r"\[(?:[^\]]|\]\])*\]",
    "line": r"--[^\n]*",
    "block": r"/\*.*?\*/",
}
_OF_DIALECT = {
    "postgresql": ("escaped", "dollar", "string", "quoted", "line", "block"),
    "mssql": ("string", "quoted", "bracket", "line", "block"),
    "sqlite": ("string", "quoted", "backtick", "bracket", "line", "block"),
    "mysql": ("string_mysql", "quoted", "backtick", "line", "block"),
    "mariadb": ("string_mysql", "quoted", "backtick", "line", "block"),
}
_OTHER = ("string", "quoted", "line", "block")
_WORD = re.compile(r"[^\W\d][\w$#@]*")


def only_question(query: str, dialect: str, where: str) -> str:
    """Return a query without its last semicolon; refuse what is not one question.

    ``where`` tells whose query it is. The database is asked to change nothing as well, as far as it knows how to.
    """
    bare = _bare(query, dialect)
    if "/*" in bare or "*/" in bare or re.search(r"/\*!", query) or any(mark in bare for mark in "'\"`"):
        raise _refused(where, "een aanhalingsteken of opmerking is niet goed afgesloten",
                       "a quote or a comment is not closed well")  # fmt: skip
    stripped = bare.rstrip("; \t\r\n")
    if ";" in stripped:
        raise _refused(where, "er staat meer dan een opdracht in (;)", "it holds more than one statement (;)")
    words = [word.lower() for word in _WORD.findall(stripped)]
    if not words or words[0] not in {"select", "with"}:
        first = f"'{words[0]}'" if words else "niets"
        first_en = f"'{words[0]}'" if words else "nothing"
        raise _refused(where, f"zij begint met {first}", f"it begins with {first_en}")
    never = _NEVER | (_NEVER_MSSQL if dialect == "mssql" else frozenset())
    for word in words:
        if word in never or _FUNCTIONS.fullmatch(word):
            raise _refused(
                where,
                f"het woord '{word}' kan iets wijzigen of buiten de tabellen komen (heet een kolom zo, zet de naam "
                "dan tussen aanhalingstekens)",
                f"the word '{word}' can change something or reach beyond the tables (if a column is called so, quote "
                "its name)",
            )
    return query[: _last_mark(query, bare)].rstrip()


def _bare(query: str, dialect: str) -> str:
    """Return the query with strings, quoted names and comments blanked, of the same length."""
    kinds = _OF_DIALECT.get(dialect, _OTHER)
    skipped = re.compile("|".join(_SKIPPED[kind] for kind in kinds), re.DOTALL)
    return skipped.sub(lambda found: " " * len(found[0]), query)


def _last_mark(query: str, bare: str) -> int:
    """Return where the question ends: before a last semicolon and the comments behind it."""
    return len(bare.rstrip("; \t\r\n")) if ";" in bare else len(query)


def _refused(where: str, nl: str, en: str) -> UsageError:
    return UsageError(
        nl=f"De query van {where} wordt niet uitgevoerd: {nl}. zpm-audit leest alleen: schrijf een enkele opdracht die "
        "met SELECT of WITH begint.",
        en=f"The query of {where} is not carried out: {en}. zpm-audit only reads: write a single statement that begins "
        "with SELECT or WITH.",
    )
