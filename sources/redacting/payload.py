"""A daily payload without some children: each is taken back in its place, in as many lines as they stood in."""

import re
from collections.abc import Collection

from sources.redacting.census import bare

_REFERENCE = b'"la_child_id"'
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)
_VALUE = re.compile(rb'\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,}]+)', re.DOTALL)
_TAKEN_BACK = b'{"la_child_id":null,"purge":true%s}'


def without_records(data: bytes, references: Collection[str]) -> bytes:
    """The payload with every child whose reference is one of these taken back, and nothing of them left."""
    wanted = {bare(each) for each in references}
    begun: list[tuple[int, bool]] = []
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(data):
        text = token.group()
        if text == b"{":
            begun.append((token.start(), False))
        elif text == b"}" and begun:
            first, is_theirs = begun.pop()
            if is_theirs:
                spans.append((first, token.end()))
        elif text == _REFERENCE and begun and (value := _VALUE.match(data, token.end())):
            told = value.group(1).strip(b'"').decode("utf-8", "replace")
            begun[-1] = (begun[-1][0], bare(told) in wanted)
    made = bytearray(data)
    for first, last in reversed(spans):
        # the reference keeps its line, by which the children after it are counted
        made[first:last] = _TAKEN_BACK % (b"\n" * data[first:last].count(b"\n"))
    return bytes(made)
