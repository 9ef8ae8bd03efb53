"""Good files with random damage: bits turned, bytes cut out, doubled and moved.

A file is refused, or every value is what it was. In a zip the checksums make that hold for every byte. A text has none:
a digit that became another digit is a believable value, and nobody can tell. There the law is that the damage stays
where it is: rows before and after the damaged bytes are as they were, or the file is refused or says that something is
wrong with it. Excel's older format (.xls) has neither checksums nor lines, so it is only tried for crashes and hangs.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.intake.children import Limits, Readers
from sources.catalogue import sources
from sources.reading import Book, UnreadableFile, book
from tests.bad_input.binary_workbooks import binary_workbook
from tests.bad_input.files import as_xml, text, workbook
from tests.bad_input.good import good
from tests.bad_input.old_workbooks import old_workbook
from tests.bad_input.open_documents import open_document_of

Ending = Literal["refused", "equal", "told", "local", "changed"]
"""`local`: only rows with damaged bytes are others. `changed`: something else is, and nothing was said."""
CHECKED = ("xlsx", "xlsb", "ods")
LINED = ("csv", "xml")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """Damaged bytes; `begin` and `end` are where the damage lies in the good file, `grown` by how much it is longer."""

    form: str
    data: bytes
    begin: int
    end: int
    grown: int


def good_files() -> dict[str, bytes]:
    """A good file of each form."""
    made = good(next(each for each in sources("police") if each.name == "police.missing_report"))
    table = made.table + [[cell.replace("Q", "R") for cell in row] for row in made.rows]
    return {
        "csv": text(table).encode(),
        "xml": as_xml(table),
        "xlsx": workbook({"Report": table}),
        "xlsb": binary_workbook({"Report": table}),
        "ods": open_document_of({"Report": table}),
        "xls": old_workbook({"Report": table}),
    }


def mutants(form: str, data: bytes, count: int, seed: int) -> Iterator[Mutant]:
    """`count` damaged copies of a good file, the same ones for a seed."""
    chance = random.Random(f"{form} {seed}")
    for _ in range(count):
        place, length = chance.randrange(len(data)), chance.choice([1, 1, 2, 7, 40, 300])
        end = min(place + length, len(data))
        kind = chance.choice(["bit", "bit", "bit", "byte", "cut", "double", "noise", "tail"])
        if kind == "bit":
            middle, end = bytes([data[place] ^ (1 << chance.randrange(8))]), place + 1
        elif kind == "byte":
            middle, end = bytes([chance.randrange(256)]), place + 1
        elif kind == "cut":
            middle = b""
        elif kind == "double":
            middle = data[place:end] * 2
        elif kind == "noise":
            middle = chance.randbytes(end - place)
        else:
            middle, end = b"", len(data)
        mutant = data[:place] + middle + data[end:]
        if mutant != data:
            yield Mutant(form=form, data=mutant, begin=place, end=end, grown=len(mutant) - len(data))


def patient() -> Readers:
    """Processes that read, and give up sooner than with a delivery."""
    return Readers(2, Limits(wall=20.0, processor=15))


def endings(form: str, data: bytes, count: int, seed: int, folder: Path, readers: Readers) -> Counter[Ending]:
    """How the damaged copies ended, each read as a delivery is."""
    whole = book(data)
    pending = []
    for number, mutant in enumerate(mutants(form, data, count, seed)):
        path = folder / f"{number}.{form}"
        path.write_bytes(mutant.data)
        pending.append((mutant, readers.read(path, name=path.name)))
    found: Counter[Ending] = Counter()
    for mutant, future in pending:
        try:
            found[_ending(mutant, data, whole, future.result())] += 1
        except UnreadableFile as unreadable:
            assert "stops the reader (" not in str(unreadable), f"an error nobody thought of: {unreadable}"
            found["refused"] += 1
    return found


def _ending(mutant: Mutant, data: bytes, whole: Book, found: Book) -> Ending:
    if _cells(whole) == _cells(found):
        return "equal"
    if mutant.form in CHECKED:
        return "changed"
    if found.remarks or any(grid.widths is not None for grid in found.grids):
        return "told"
    if (
        mutant.form in LINED
        and len(found.grids) == len(whole.grids)
        and _is_local(mutant, data, whole, found)
    ):
        return "local"
    return "changed"


def _is_local(mutant: Mutant, data: bytes, whole: Book, found: Book) -> bool:
    """Whether the rows of the lines before and after the damage are as they were."""
    before = data[: mutant.begin].count(b"\n")
    after = data[mutant.end :].count(b"\n")
    (good_grid,), (grid,) = whole.grids, found.grids
    lines = good_grid.row_numbers.to_list()
    rows, here = good_grid.rows(), grid.rows()
    last = data.count(b"\n") - after + 1  # the line in which the damage ends
    first = [row for line, row in zip(lines, rows, strict=True) if line <= before]
    rest = [row for line, row in zip(lines, rows, strict=True) if line > last]
    if mutant.form == "xml":  # a column more or less is in every row
        return len(here) >= len(first) + len(rest)
    return here[: len(first)] == first and (not rest or here[-len(rest) :] == rest)


def _cells(found: Book) -> list[object]:
    return [(grid.rows(), sorted(grid.unreadable)) for grid in found.grids]
