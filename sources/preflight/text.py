"""Text files: their encoding told strictly, and the signs of a file that was cut, joined or encoded twice."""

import re
from dataclasses import dataclass

from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import (
    ENCODED_TWICE,
    MIXED_ENCODINGS,
    NOT_UTF_8,
    SEPARATOR_LINE,
    TORN_END,
    Remark,
    remark,
)

_UTF_8_LETTERS = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}")
SPOILT = re.compile("Ã[\x80-\xbf©¨ª¡¢§®´¶¼]|â€|Â[£\xa0°·]|\ufffd|[\x80-\x84\x86-\x9f]")
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*(?:\r\n|\r|\n|$)', re.IGNORECASE)
MARKS = (",", ";", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text as decoded, its separator, how many lines at the top are none of the table, and what was noticed."""

    text: str
    separator: str
    skipped: int
    remarks: tuple[Remark, ...]


def text_of(data: bytes) -> Text:
    """The text of a file. Raises UnreadableFile for bytes that are no text."""
    text, remarks = _decoded(data)
    if "\x00" in text:
        raise UnreadableFile(
            "Expected text or a workbook; found neither. Export the report again and send it again."
        )
    remarks += _spoilt(text)
    named = _SEPARATOR.match(text[:40])
    if named:
        remarks.append(remark(SEPARATOR_LINE, sheet=1, row=1))
    if not text.endswith(("\n", "\r")):
        remarks.append(remark(TORN_END, sheet=1, row=len(text.splitlines())))
    return Text(
        text=text,
        separator=named.group(1) if named else _separator(text),
        skipped=1 if named else 0,
        remarks=tuple(remarks),
    )


def _decoded(data: bytes) -> tuple[str, list[Remark]]:
    """Strictly UTF-8, UTF-16 by its mark, else Windows-1252, which is what Excel's plain CSV is."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), []
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            raise _no_text() from None
        first = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _no_text() from None
    line = len((data[:first] + b".").splitlines())
    if _UTF_8_LETTERS.search(data):
        return text, [remark(MIXED_ENCODINGS, sheet=1, row=line)]
    count = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return text, [remark(NOT_UTF_8, sheet=1, row=line, bytes=count)]


def _no_text() -> UnreadableFile:
    return UnreadableFile(
        "Expected text in UTF-8; found bytes that are no text. Export the report again as CSV (UTF-8)."
    )


def _spoilt(text: str) -> list[Remark]:
    """The signs of accents that were encoded twice, read in the wrong encoding, or lost."""
    if text.isascii():
        return []
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if SPOILT.search(line)]
    return [remark(ENCODED_TWICE, sheet=1, row=lines[0], cells=len(lines))] if lines else []


def _separator(text: str) -> str:
    """The mark that stands equally often in most of the first lines: titles above and lists in cells differ."""
    lines = [line for line in text[:20_000].splitlines()[:25] if line.strip()]
    return max(MARKS, key=lambda mark: _agreement([line.count(mark) for line in lines]))


def _agreement(counts: list[int]) -> tuple[int, int]:
    """In how many lines the commonest number of marks stands, and that number."""
    return max(((counts.count(count), count) for count in counts if count), default=(0, 0))
