"""An option that may be given once and is given twice is refused: which of the two counts is not ours to guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

F = TypeVar("F", bound=Callable[..., Any])


class GivenTwiceError(typer.BadParameter):
    """An option that stands on the command line more often than it may."""


class OnceCommand(TyperCommand):
    """A command that refuses an option that is given twice, unless it is one that may be repeated."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line, and refuse what stands there twice."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        times = Counter(id(param) for param in given)
        for param in given:
            if times[id(param)] > 1 and not getattr(param, "multiple", False):
                option: Any = param
                raise GivenTwiceError("", ctx=ctx, param=option)
        return super().parse_args(ctx, args)


class Commands(typer.Typer):
    """A group of such commands."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[F], F]:
        """Register a function as a command."""
        return super().command(name, **{"cls": OnceCommand, **options})
