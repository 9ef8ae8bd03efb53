"""The zip package that a modern workbook is: whole, of a sane size, and without tricks, before anything is made of it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from sources.preflight.refusal import UnreadableFile

_LARGEST_PART = 200_000_000
_LARGEST_PACKAGE = 600_000_000
_MOST_PARTS = 5_000
_HIGHEST_RATIO = 250
_UNTOLD_RATIO = 5_000_000
"""Bytes up to which nobody asks how far a part inflates: empty tables pack very well."""
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE|<\x00!\x00D\x00O\x00C|\x00<\x00!\x00D\x00O\x00C", re.IGNORECASE)

Form = Literal["xlsx", "xlsm", "xlsb", "ods"]


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package whose every part was unpacked once and agrees with its checksum. `kept` holds the parts that somebody
    looks into, by name."""

    form: Form
    names: tuple[str, ...]
    kept: dict[str, bytes]

    def has_macros(self) -> bool:
        """Whether programs travel with the data."""
        return any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in self.names)

    def outside_links(self) -> int:
        """How many parts point at other files or databases."""
        marks = ("/externallinks/externallink", "/connections.", "/querytables/")
        return sum(any(mark in name.lower() for mark in marks) for name in self.names)


def package(data: bytes) -> Package:
    """The package's parts. Raises UnreadableFile for one that is damaged, huge, protected or no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_names(parts)
            _check_sizes(parts)
            names = tuple(part.filename for part in parts)
            form = _form(names)
            kept = {}
            for part in parts:
                content = archive.read(part)  # raises where the checksum disagrees
                if _is_xml(part.filename) and _has_doctype(content):
                    raise UnreadableFile(
                        "Expected a workbook of data; found a document type declaration in it. "
                        "Save it again with Excel and ask where the file came from."
                    )
                if _is_looked_into(part.filename, form):
                    kept[part.filename] = content
            return Package(form=form, names=names, kept=kept)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, ValueError):
        raise UnreadableFile(
            "Expected a whole workbook; found a damaged one. Save it again and send it again."
        ) from None
    except RuntimeError:  # a part that needs a password
        raise UnreadableFile(
            "Expected a workbook; found an archive protected by a password. Send the workbook itself."
        ) from None


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS:
        raise UnreadableFile(
            f"Expected a workbook of under {_MOST_PARTS} parts; found more. Save it again and send it again."
        )
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise zipfile.BadZipFile
    for part in parts:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in part.filename:
            raise UnreadableFile(
                "Expected a workbook; found one with parts that reach out of its own folder. "
                "Save it again with Excel and ask where the file came from."
            )


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked: a small file can unpack to more than the machine holds."""
    sizes = [part.file_size for part in parts]
    if max(sizes, default=0) > _LARGEST_PART or sum(sizes) > _LARGEST_PACKAGE:
        raise UnreadableFile("Expected a sheet under 200 MB; found a larger one. Send it in parts.")
    if any(
        part.file_size > _UNTOLD_RATIO and part.file_size > _HIGHEST_RATIO * part.compress_size
        for part in parts
    ):
        raise UnreadableFile(
            f"Expected a workbook that unpacks to less than {_HIGHEST_RATIO} times its size; found more. "
            "Delete empty rows and columns, save it again and send it again."
        )


def _form(names: tuple[str, ...]) -> Form:
    has_macros = any("vbaproject" in name.lower() for name in names)
    if "xl/workbook.xml" in names:
        return "xlsm" if has_macros else "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise UnreadableFile(
        "Expected a workbook; found an archive of other files. Send the report itself, as CSV or .xlsx."
    )


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _has_doctype(xml: bytes) -> bool:
    """Whether a document type is declared, in whichever encoding; most XML has not even the mark that begins one."""
    return (b"<!" in xml or b"\x00!" in xml) and _DOCTYPE.search(xml) is not None


def _is_looked_into(name: str, form: Form) -> bool:
    if form == "ods":
        return name in ("content.xml", "mimetype")
    return name.startswith("xl/") and (
        "sheets/" in name or name.startswith(("xl/workbook.", "xl/_rels/", "xl/styles."))
    )
