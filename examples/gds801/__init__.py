"""Writes GDS801 declaration messages from an export: examples to try the tool with, and messages for its tests.

What comes out has the shape of a message and keeps its rules, but it is no message to send: what an export does not
hold is made up, and says so where it is made up (``from_export``).
"""

from examples.gds801.from_export import message_for, receivers
from examples.gds801.message import Insured, Message, Tree, write
from examples.gds801.violations import VIOLATIONS

__all__ = ["VIOLATIONS", "Insured", "Message", "Tree", "message_for", "receivers", "write"]
