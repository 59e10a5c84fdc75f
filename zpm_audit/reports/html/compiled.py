"""Keeps compiled templates in the user's cache: compiling them costs more than filling in a small report."""

from __future__ import annotations

import hashlib
import marshal
from contextlib import suppress
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from zpm_audit.base.cache import cache_dir, own_code, write_whole
from zpm_audit.base.resources import templates_dir

_HASH = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """Finds compiled code by the hash of its source and of what compiled it; what is not whole is compiled again."""

    def __init__(self) -> None:
        self._folder = cache_dir("sjablonen")

    def get_source_checksum(self, source: str) -> str:
        """Return the hash of a template and of everything that decides what code it becomes."""
        return hashlib.sha256(f"{own_code()}|{jinja2.__version__}|{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it empty."""
        path = self._path(bucket)
        if path is None:
            return
        with suppress(OSError, EOFError, ValueError, TypeError):
            stored = path.read_bytes()
            seal, packed = stored[:_HASH], stored[_HASH:]
            if hashlib.sha256(packed).digest() == seal:
                code = marshal.loads(packed)  # noqa: S302 (only this user can write here)
                bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what was compiled, where there is a place for it."""
        path = self._path(bucket)
        if path is not None:
            packed = marshal.dumps(bucket.code)
            write_whole(path, hashlib.sha256(packed).digest() + packed)

    def _path(self, bucket: Bucket) -> Path | None:
        name = hashlib.sha256(f"{bucket.key}|{bucket.checksum}".encode()).hexdigest()
        return None if self._folder is None else self._folder / name


def template_environment() -> jinja2.Environment:
    """Return what finds and fills in templates: everything is escaped, and a name that is not there is an error."""
    return jinja2.Environment(
        bytecode_cache=CompiledTemplates(),
        loader=jinja2.FileSystemLoader(templates_dir()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
