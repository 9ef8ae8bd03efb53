"""The files of a month's review, written beside and put in place, and only when something changed."""

import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import fingerprint
from pipelines.builds import SQL, built_months, current
from pipelines.folders import swapped_in
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.expecting import last_words
from pipelines.progress import say
from pipelines.review.answers import answers, take_answers, untaken_answers
from pipelines.review.census_rows import mark as national_rules
from pipelines.review.decisions import decisions
from pipelines.sealed import sealed
from pipelines.settings import ROOT
from scorecards.period import Month

if TYPE_CHECKING:
    import polars as pl

_CODE = ("pipelines/review", "scorecards/review", "scorecards/templates/review")
_MADE, _ISSUES = "made.json", "issues.parquet"


@dataclass(frozen=True, kw_only=True)
class Written:
    """The files of a review, what it answers and how many issues it has by state; `refused` are the workbooks of
    answers that could not be taken now."""

    page: Path
    workbook: Path
    answer: str
    counts: dict[str, int]
    refused: tuple[str, ...] = ()


def folder_of(home: Home, month: Month) -> Path:
    """Where a month's review stands."""
    return home.folder / "review" / str(month)


def is_reviewed(home: Home, month: Month) -> bool:
    """Whether the month's review is what would be written now, and no answer waits."""
    known = _known(home, month)
    return known is not None and known["of"] == _mark(home, month) and not untaken_answers(home, month)


def write_review(home: Home, month: Month) -> Written:
    """Take in the suppliers' answers and write the month's review, unless it is written already.

    Raises NoBuild where the month was never built. Hold the ledger's `writing()`.
    """
    refused = _take_answers(home, month)
    known = _known(home, month)
    if known is None or known["of"] != _mark(home, month):
        known = _write(home, month)
    return Written(
        page=folder_of(home, month) / f"review-{month}.html",
        workbook=folder_of(home, month) / f"review-{month}.xlsx",
        answer=known["answer"],
        counts=known["counts"],
        refused=refused,
    )


def _take_answers(home: Home, month: Month) -> tuple[str, ...]:
    if not untaken_answers(home, month):
        return ()
    from pipelines.review.check_rows import check_rows
    from pipelines.review.found import found

    known = deliveries(home)
    keys = {
        *found(home, known.values(), month).occurrences["issue"],
        *check_rows(home, month, known).occurrences["issue"],
    }
    return tuple(each.refused for each in take_answers(home, month, keys) if each.refused)


def _write(home: Home, month: Month) -> dict[str, Any]:
    from pipelines.review.changes import MOST_PLACES
    from pipelines.review.making import review
    from scorecards.review.page import review_page
    from scorecards.review.workbook import review_workbook

    say(f"Reviewing {month}")
    content = review(home, month)
    frame = BytesIO()
    content.issues.write_parquet(frame, compression="lz4")
    made = {"of": _mark(home, month), "answer": content.answer, "counts": content.counts}
    files = {
        _ISSUES: frame.getvalue(),
        f"review-{month}.xlsx": review_workbook(content),
        f"review-{month}.html": review_page(content, most_places=MOST_PLACES).encode("utf-8"),
    }
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    files[_MADE] = sealed({**made, "files": hashes})
    swapped_in(folder_of(home, month), files, keeping=True)
    return made


def _mark(home: Home, month: Month) -> str:
    """The hash of everything that decides what the review says."""
    until = [
        (each.delivery_id, each.reading, each.verdict, each.reason)
        for each in deliveries(home).values()
        if Month.parse(each.month) <= month
    ]
    builds = [
        str((current(home, known) or {}).get("build")) for known in built_months(home) if known <= month
    ]
    code = [path for folder in _CODE for path in (ROOT / folder).glob("*.*")]
    said = [each.__dict__ for each in (*decisions(home.ledger.records), *answers(home))]
    chosen = (home.settings.name, home.settings.is_made_up, last_words(home, month))
    return fingerprint.of_files(
        [*code, *(SQL / "checks").glob("*.sql"), ROOT / "schemas" / "issue.py"],
        until,
        builds,
        said,
        chosen,
        national_rules(),
    )


def _known(home: Home, month: Month) -> dict[str, Any] | None:
    folder = folder_of(home, month)
    try:
        known = dict(json.loads((folder / _MADE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
    names = (f"review-{month}.html", f"review-{month}.xlsx", _ISSUES)
    is_whole = all((folder / name).exists() for name in names)
    return known if is_whole else None


def reviewed_issues(home: Home, month: Month) -> "pl.DataFrame":
    """The issues of a month (`pipelines.review.issues.issues`), from its review where that is up to date."""
    if is_reviewed(home, month):
        import polars as pl

        return pl.read_parquet(folder_of(home, month) / _ISSUES)
    from pipelines.review.issues import issues

    return issues(home, month)
