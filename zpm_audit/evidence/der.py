"""The few forms of DER that a time stamp is made of, read and written: a tag, a length, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BOOLEAN, INTEGER, OCTETS, NULL, OID, SEQUENCE, SET, TIME = 0x01, 0x02, 0x04, 0x05, 0x06, 0x30, 0x31, 0x18
#: Deeper or longer nothing in a time stamp is.
_LONGEST_LENGTH = 4


class DerError(ValueError):
    """Something is no DER, or not what stands in this place."""


@dataclass(frozen=True)
class Element:
    """One element: its tag, what is in it, and the whole of it as it was written."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[Element]:
        """Return the elements in it."""
        return list(elements(self.content))

    def of(self, tag: int) -> Element:
        """Return the element itself, when it has this tag."""
        if self.tag != tag:
            raise DerError(f"{self.tag:#x} for {tag:#x}")
        return self

    @property
    def number(self) -> int:
        """Return the number that it holds."""
        if self.tag != INTEGER or not self.content:
            raise DerError("no number")
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def oid(self) -> str:
        """Return the object identifier that it holds, with dots."""
        if self.tag != OID or not self.content:
            raise DerError("no object identifier")
        values, value = [], 0
        for byte in self.content:
            value = (value << 7) | (byte & 0x7F)
            if not byte & 0x80:
                values.append(value)
                value = 0
        first = min(values[0] // 40, 2)
        return ".".join(map(str, [first, values[0] - 40 * first, *values[1:]]))


def only(content: bytes) -> Element:
    """Return the one element that is all of a content."""
    first, *rest = elements(content)
    if rest:
        raise DerError("more behind it")
    return first


def elements(content: bytes) -> Iterator[Element]:
    """Yield the elements of a content, one behind the other; DerError where it is cut short or of another form."""
    at = 0
    while at < len(content):
        begin = at
        if len(content) < at + 2:
            raise DerError("cut short")
        tag, length = content[at], content[at + 1]
        at += 2
        if length & 0x80:
            many = length & 0x7F
            if not 1 <= many <= _LONGEST_LENGTH or len(content) < at + many:
                raise DerError("no definite length")
            length = int.from_bytes(content[at : at + many], "big")
            at += many
        if len(content) < at + length:
            raise DerError("cut short")
        yield Element(tag, content[at : at + length], content[begin : at + length])
        at += length


def written(tag: int, content: bytes) -> bytes:
    """Return an element as it is written."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def number(value: int) -> bytes:
    """Return a number that is not negative, as it is written."""
    return written(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def identifier(dotted: str) -> bytes:
    """Return an object identifier as it is written."""
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for value in (40 * first + second, *rest):
        groups = [value & 0x7F]
        while value := value >> 7:
            groups.append(0x80 | (value & 0x7F))
        content += bytes(reversed(groups))
    return written(OID, content)
