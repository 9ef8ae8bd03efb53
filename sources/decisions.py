"""What suppliers answered in the issues workbook that they sent back: a decision, a reason and until when, by issue."""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from schemas.code_list import folded
from schemas.decision import (
    ANSWERED,
    ANSWERS,
    CORRECT,
    DECIDED_BY,
    DECISION,
    DECISIONS,
    ISSUE,
    REASON,
    UNTIL,
    WILL_FIX,
)
from sources.cells.days import FORMATS, parsed, rewritten
from sources.cells.words import cleaned
from sources.reading import UnreadableFile, book
from sources.sheet import Grid

_DEEPEST_HEADING_ROW = 25
_KEY = "^[0-9a-f]{12}$"
_NAMES = {ISSUE: "issue", DECISION: "decision", REASON: "reason", UNTIL: "until", DECIDED_BY: "author"}


class DecisionsNotRead(Exception):
    """A workbook of answers that cannot be taken as it is; the words name the rows and hold none of their values."""


def read_decisions(
    path: Path, known: Collection[str] | None = None, passwords: Collection[str] = ()
) -> pl.DataFrame:
    """The answers of a workbook that a supplier sent back (`schemas.decision.ANSWERED`); rows without one are left out.

    Rows and columns may stand in any order, with others between. `known` are the keys of the issues that can be
    answered; `passwords` are tried on a workbook that came under one. Raises DecisionsNotRead when a key was altered
    or an answer is not whole: then nothing of the workbook counts, so that it is never half taken.
    """
    found = [
        answers for grid in _grids(path.read_bytes(), passwords) if (answers := _answers(grid)) is not None
    ]
    if not found:
        raise DecisionsNotRead(
            f"Expected the issues workbook with the headings {ISSUE}, {', '.join(ANSWERS)}; found no such sheet. "
            "Send the workbook of the pack back with its headings as they were."
        )
    answers = pl.concat(found)
    wrong = list(_wrong(answers, known))
    if wrong:
        raise DecisionsNotRead(" ".join(wrong))
    return answers.select(*ANSWERED).unique(maintain_order=True)


def _grids(data: bytes, passwords: Collection[str]) -> list[Grid]:
    reason = ""
    for password in (None, *passwords):
        try:
            return book(data, password=password).grids
        except UnreadableFile as unreadable:
            reason = reason or str(unreadable)
    raise DecisionsNotRead(reason)


def _answers(grid: Grid) -> pl.DataFrame | None:
    """The rows of a sheet that hold an answer, with their numbers; None for a sheet without the headings."""
    headings = ((index, _places(row)) for index, row in enumerate(grid.rows(0, _DEEPEST_HEADING_ROW)))
    index, places = next(
        ((index, places) for index, places in headings if len(places) == len(_NAMES)), (0, {})
    )
    if not places:
        return None
    cells = grid.cells.slice(index + 1)
    texts = cells.select(cleaned(pl.nth(place)).alias(name) for name, place in places.items())
    frame = texts.with_columns(
        pl.col("issue").str.to_lowercase(),
        _decision().alias("decision"),
        row=grid.row_numbers.slice(index + 1),
        has_decision=pl.col("decision").is_not_null(),
        has_until=pl.col("until").is_not_null(),
        until=_days(texts["until"]),
    )
    frame = frame.filter(
        pl.any_horizontal("has_decision", "has_until", pl.col("reason", "author").is_not_null())
    )
    promised = pl.when(pl.col("decision") == WILL_FIX).then(pl.lit("Will be put right"))
    return frame.with_columns(pl.coalesce("reason", promised))


def _places(row: list[str]) -> dict[str, int]:
    """The place of each column that a heading row names."""
    wanted = {folded(heading): name for heading, name in _NAMES.items()}
    return {wanted[word]: place for place, cell in enumerate(row) if (word := folded(cell)) in wanted}


def _decision() -> pl.Expr:
    """The decision in our words, whatever its case and white space; null for others."""
    plain = pl.col("decision").str.to_lowercase().str.replace_all(r"\s+", " ")
    return pl.when(plain.is_in(DECISIONS)).then(plain)


def _days(cells: pl.Series) -> pl.Series:
    plain = cells.str.replace(r"[T ]\d{1,2}:\d{2}(:\d{2})?$", "")
    return parsed(rewritten(plain), FORMATS, pl.Date)


def _wrong(answers: pl.DataFrame, known: Collection[str] | None) -> Iterator[str]:
    """A sentence for each kind of thing that is wrong, with its rows."""
    is_key = pl.col("issue").str.contains(_KEY).fill_null(False)
    if known is not None:
        is_key &= pl.col("issue").is_in(list(known)).fill_null(False)
    lacks_reason = (pl.col("decision") == CORRECT) & pl.col("reason").is_null()
    faults = {
        f"an issue's key as the pack gave it under {ISSUE}": ~is_key,
        f"“{CORRECT}” or “{WILL_FIX}” under {DECISION}": pl.col("decision").is_null(),
        f"a reason under {REASON}": lacks_reason.fill_null(False),
        f"a last day such as 31/03/2024 under {UNTIL}": pl.col("until").is_null(),
        f"a name under {DECIDED_BY}": pl.col("author").is_null(),
        "one answer to an issue": pl.struct(*ANSWERED).n_unique().over("issue") > 1,
    }
    for expected, fault in faults.items():
        rows = answers.filter(fault)["row"].to_list()
        if rows:
            shown = ", ".join(map(str, rows[:10])) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
            yield f"Expected {expected}; found none or another in row {shown}. Mend it and send the workbook again."
