"""Lines of a text file made blank: each keeps its separators and its ends of lines, so that no number changes."""

import csv
import io
from collections.abc import Collection

from sources.preflight.text import text_of

_LONGEST_CELL = 1_000_000


def without_lines(data: bytes, rows: Collection[int]) -> bytes:
    """The file with the records that begin in these lines (from 1) left blank."""
    found = text_of(data)
    codec = _codec(data)
    lines = list(io.StringIO(found.text, newline=""))
    skipped, body = found.skipped, lines[found.skipped :]
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(iter(body), delimiter=found.separator, strict=True)
    start, wanted = 0, set(rows)
    for row in reader:
        after = reader.line_num
        if start + 1 + skipped in wanted:
            for number in range(start, after - 1):
                body[number] = "\n"  # never half of an end of two letters
            body[after - 1] = _end(body[after - 1])
            body[start] = found.separator * (len(row) - 1) + body[start]
        start = after
    return _mark(data) + "".join([*lines[:skipped], *body]).encode(codec)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _codec(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _mark(data: bytes) -> bytes:
    """The mark of the encoding that decoding took away."""
    return next((mark for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if data.startswith(mark)), b"")
