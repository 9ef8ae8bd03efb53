"""What a file is, told by its first bytes and never by its name."""

from typing import Literal

from sources.preflight.refusal import UnreadableFile

Kind = Literal["zip", "ole", "xml", "text"]
EXTENSIONS = (".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xml", ".json")
"""What the names of files end in that are looked at at all; what they are is told by their bytes."""

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\x00", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a letter in RTF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"PK\x05\x06", "an empty archive"),
    (b"PK\x07\x08", "an archive in pieces"),
)
_ZIP, _OLE = b"PK\x03", b"\xd0\xcf\x11"
_HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind(data: bytes) -> Kind:
    """The kind of a file. Raises UnreadableFile for one that is known and no table."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise UnreadableFile("Expected a report; found an empty file. Export the report again and send it.")
    # a file that breaks off within its mark is a torn workbook, not a text of two letters
    if data.startswith(_ZIP) or _ZIP.startswith(data):
        return "zip"
    if data.startswith(_OLE) or _OLE.startswith(data):
        return "ole"
    for magic, name in _FOREIGN:
        if data.startswith(magic) and not (
            magic.isalpha() and data[:400].isascii() and b"\x00" not in data[:400]
        ):
            raise UnreadableFile(
                f"Expected a workbook, CSV or XML; found {name}. Send the report itself, as CSV or .xlsx."
            )
    start = _plain_start(data)
    if start.startswith(_HTML):
        raise UnreadableFile(
            "Expected a workbook, CSV or XML; found a web page saved under another name. "
            "Open it, save it as .xlsx and send that."
        )
    return (
        "xml"
        if (start.startswith(b"<") and start[1:2].isalpha()) or start.startswith((b"<?xml", b"<!"))
        else "text"
    )


def _plain_start(data: bytes) -> bytes:
    """The first characters in small letters, whatever the encoding."""
    start = data[:400]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip().lower()
