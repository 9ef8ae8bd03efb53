"""An Annex A read to typed rows: `python -m tests.benchmark.held_annex FILE`; with `--make ROWS` the file is made first."""

import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from tests.benchmark.stages import peak

LISTS = (1, 3, 4, 5, 6, 7, 8)


def make(path: Path, rows: int) -> None:
    """A workbook with so many rows in each list that is read, every child in each of them once."""
    import openpyxl

    from sources.annex_a.layout import lists

    values = {
        "child_id": "C{n}",
        "sex": "b) Female",
        "ethnicity_code": "a) WBRI",
        "is_nfa": "b) No",
        "birth_date": "04/05/2015",
    }
    values |= {
        "source_code": "q) 6: Police",
        "primary_need_code": "N1 - Abuse or neglect",
        "disability_code": "b) No",
    }
    values |= {
        "initial_category_code": "a) Neglect",
        "latest_category_code": "d) Emotional abuse",
        "team_name": "Team {m}",
    }
    book = openpyxl.Workbook(write_only=True)
    for each in lists():
        if each.number in LISTS:
            sheet = book.create_sheet(f"List {each.number}")
            sheet.append([column.heading for column in each.columns])
            for number in range(rows):
                day = date(2022, 10, 1) + timedelta(number % 180)
                sheet.append(
                    [
                        day
                        if column.field == each.day
                        else values.get(column.field, "").format(n=number, m=number % 9)
                        for column in each.columns
                    ]
                )
    book.save(path)


def main() -> None:
    """Read the workbook and type its rows, and say how long it took."""
    from pipelines.intake.parsing import parsed
    from pipelines.settings import EXAMPLE
    from sources.reading import book  # noqa: F401  (imports are not what is measured)

    path = Path(sys.argv[1])
    if "--make" in sys.argv:
        make(path, int(sys.argv[-1]))
        return
    data = path.read_bytes()
    begun, begun_cpu = time.perf_counter(), time.process_time()
    found = parsed(
        data,
        agency="mosaic",
        month="2023-03",
        authority="370",
        delivery_id="annex",
        key=b"0" * 32,
        names=("Barnsley",),
        overlay=EXAMPLE.parent,
    )
    told = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - begun_cpu,
        "children": sum(part["records"] for part in found.parts),
        "set_aside": sum(part["set_aside"] for part in found.parts),
        "peak": peak(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
