"""Surgery on workbooks: parts replaced, added, doubled or damaged, with everything else as it was."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping

SHEET = "xl/worksheets/sheet1.xml"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A workbook of parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return data.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    content = parts(data)
    return packed({**content, part: change(content[part])})


def replaced(data: bytes, part: str, old: str, new: str, count: int = 1) -> bytes:
    """The workbook with a pattern in one part replaced."""

    def change(xml: bytes) -> bytes:
        result, found = re.subn(old.encode(), new.encode(), xml, count=count, flags=re.S)
        assert found, f"{old} stands nowhere in {part}"
        return result

    return changed(data, part, change)


def added(data: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one more part, also where one of that name is there already."""
    whole = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(part, content)
    return whole.getvalue()


def without_checksum(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook, stored unpacked, with a text changed and its checksum left as it was."""
    stored = packed(parts(data), stored=True)
    assert len(old) == len(new) and old in stored
    return stored.replace(old, new)


def in_another_form(xml: bytes) -> bytes:
    """A sheet that means the same but is written as no usual program writes it: apostrophes, a prefix for every element
    and attributes in another order."""
    text = xml.decode()
    text = re.sub(r"<(/?)([A-Za-z]\w*)", r"<\1x:\2", text)
    text = re.sub(r'xmlns="', 'xmlns:x="', text)
    text = re.sub(r'<x:c r="([A-Z]+\d+)"((?: [a-z]+="[^"]*")*)(/?)>', r"<x:c\2 r='\1'\3>", text)
    return text.encode()


def bomb(megabytes: int) -> bytes:
    """A sheet of so many megabytes of nothing."""
    return b"<worksheet><sheetData>" + b" " * (megabytes * 1_000_000) + b"</sheetData></worksheet>"


def encrypted(data: bytes, password: str) -> bytes:
    """The workbook behind a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, target)
    return target.getvalue()


def old_container(stream: bytes, name: str = "Workbook") -> bytes:
    """The smallest container of Excel's older form, with one stream of at least 4,096 bytes."""
    stream = stream.ljust(4096, b"\x00")
    stream += b"\x00" * (-len(stream) % 512)
    count = len(stream) // 512
    assert count + 2 <= 128, "one table of sectors is enough for tests"
    table = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]  # stream, directory, the table itself
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", count + 1) + b"\xff" * (4 * 108)
    entries = _entry("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0) + _entry(
        name, 2, 0xFFFFFFFF, 0xFFFFFFFF, 0, len(stream)
    )
    entries += _entry("", 0, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0) * 2
    return header + stream + entries + struct.pack("<128I", *table)


def _entry(name: str, kind: int, left: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\x00").encode("utf-16-le") if name else b""
    length = len(coded)
    return (
        coded.ljust(64, b"\x00")
        + struct.pack("<HBB", length, kind, 1)
        + struct.pack("<III", left, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
