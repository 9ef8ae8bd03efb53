"""The quick ways through a column tell the same as the slow ones."""

from datetime import date
from functools import cache
from typing import Any, Literal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.code_list import folded
from schemas.column import Column
from sources.cells.conform import CONFORM
from sources.cells.result import Circumstances
from sources.cells.words import NOTHING, cleaned_frame
from sources.mosaic.team import SOURCE
from sources.pseudonym import Pseudonyms
from sources.recognising import Recognised
from sources.records import Part, _not_a_record, records
from sources.sheet import Grid
from sources.source import Source
from tests.made_up_inbox import AUTHORITY

SPACES = " \t\u00a0\u200b\ufeff"
CELLS = st.one_of(
    st.sampled_from(
        [*NOTHING, "N/A", "Null", "nIL", " na ", "\u212aNULL", "nall", "é", "-\u00a0", "\u200bnil"]
    ),
    st.text(alphabet=SPACES + "aA-/nul1é", max_size=6),
)


def as_people_read(cell: str | None) -> str | None:
    """A cell without white space, in plain Python; None for nothing."""
    if cell is None:
        return None
    bare = "".join(
        " " if mark == "\u00a0" else mark for mark in cell if mark not in "\u200b\u200c\u200d\ufeff"
    )
    return None if bare.strip().lower() in NOTHING else bare.strip()


@given(st.lists(st.one_of(st.none(), CELLS), max_size=6), st.lists(CELLS, max_size=6))
def test_a_frame_is_cleaned_as_each_of_its_cells(first: list[str | None], second: list[str]) -> None:
    height = min(len(first), len(second))
    frame = pl.DataFrame({"a": first[:height], "b": second[:height]}, schema={"a": pl.String, "b": pl.String})
    found = cleaned_frame(frame)
    assert found["a"].to_list() == [as_people_read(cell) for cell in first[:height]]
    assert found["b"].to_list() == [as_people_read(cell) for cell in second[:height]]


FIRSTS = st.one_of(
    st.from_regex(r"[A-Za-z]{0,5}[0-9]{0,4}[-/. :]?[0-9a-z]{0,2}", fullmatch=True),
    st.sampled_from(["", " ", "Total", "ALL", "Grand total", "Ref 1", "REF1", "ref", "Team", "É1", "-"]),
)


@given(
    st.lists(st.tuples(FIRSTS, st.sampled_from(["", "x"])), max_size=12),
    st.sampled_from(["Ref 1", "Reference", "Id", "2023", "A long heading", "?"]),
    st.sampled_from(["", "Sheet"]),
)
@settings(max_examples=80, deadline=None)
def test_what_is_no_record_is_found_as_if_every_row_were_looked_at(
    rows: list[tuple[str, str]], heading: str, title: str
) -> None:
    table = [[heading, "B", "C"], *([first, second, ""] for first, second in rows)]
    sheet = Recognised(
        source=Source(table=SOURCE.table, delivery="snapshot"),
        grid=Grid.of(table, title=title),
        heading_row=0,
        positions={"team_id": 0, "team_name": 1},
        absent=(),
        extra=(),
    )
    found = records([Part(sheet=sheet, delivery_id="d", month_end=date(2023, 3, 31))])
    headings = [folded(cell) for cell in table[0]]
    kinds = [_not_a_record(row, headings, is_workbook=bool(title)) for row in table[1:]]
    assert found.text["row_number"].to_list() == [n for n, kind in enumerate(kinds, start=2) if not kind]
    assert sum(found.ignored[0].values()) - found.ignored[0]["heading"] == sum(
        1 for kind in kinds if kind and kind != "heading"
    )


DAYS = ["2023-04-03", "03/04/2023", "2023-02-30", "3/4/2023", "2023-10-29", "3 Apr 2023"]
TIMES = [
    "T01:30:00",
    " 01:30",
    " 1:30",
    "T24:00:00",
    " 23:59:59",
    "T10:00:00.5",
    "",
    "T02:30:00Z",
    " 01:30:00",
]
CIRCUMSTANCES = Circumstances(
    authority=AUTHORITY, pseudonyms=Pseudonyms(key=bytes(32), authority=AUTHORITY), own_names=frozenset()
)


def conformed(kind: Literal["day", "moment"], cells: list[str]) -> list[tuple[Any, ...]]:
    """For each cell its value, its local day and the codes of what was told of it."""
    found = CONFORM[kind](pl.Series("c", cells), Column(kind=kind), CIRCUMSTANCES)
    return [
        (
            found.values[place],
            found.days[place] if found.days is not None else None,
            {rule.code for rule, mask in found.marks if mask[place]},
        )
        for place in range(len(cells))
    ]


@cache
def alone(kind: Literal["day", "moment"], cell: str) -> tuple[Any, ...]:
    """What a cell becomes beside one that no form fits, for which the slow way is taken."""
    return conformed(kind, ["?", cell])[1]


@given(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(TIMES)), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_day_or_moment_is_the_same_in_any_company(written: list[tuple[str, str]]) -> None:
    cells = [day + time for day, time in written]
    assert conformed("day", cells) == [alone("day", cell) for cell in cells]
    assert conformed("moment", cells) == [alone("moment", cell) for cell in cells]
