"""A whole made-up inbox: the files that every agency of one authority, or of a region, delivers month by month."""

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sources.synthetic import lives
from sources.synthetic.entry import Books, as_recorded
from sources.synthetic.faults import write_faults
from sources.synthetic.health_workbook import returned
from sources.synthetic.inbox import SNAPSHOT_MONTHS, Inbox
from sources.synthetic.moments import close_of
from sources.synthetic.month import last_day
from sources.synthetic.truth.answers import Answer, answers, write_answers

OWN_AUTHORITY = "370"
REFERENCE = Path(__file__).parents[2] / "data" / "reference"
FAULTS = ("none", "typical")
Progress = Callable[[str, float], None]


class UnknownFaultsError(ValueError):
    """The kind of faults asked for does not exist."""


def write_sample(
    out: Path,
    *,
    first: str,
    last: str,
    seed: int,
    scale: int,
    faults: str,
    progress: Progress | None,
    truth: int = SNAPSHOT_MONTHS,
) -> None:
    """Write the inbox of the months `first` to `last` to `out`, and the answers and planted faults to `out/truth`.

    `scale` is the number of authorities; one is written at a time. One alone has no folder of its own. `truth` is
    for how many of the last extract months the answers are counted, at most those that have snapshots.
    """
    if faults not in FAULTS:
        raise UnknownFaultsError(f"expected faults to be one of {', '.join(FAULTS)}, found {faults}")
    authorities = [OWN_AUTHORITY] if scale == 1 else [f"Z{number:03d}" for number in range(1, scale + 1)]
    for number, authority in enumerate(authorities):
        name = "" if scale == 1 else authority

        def tell(step: str, part: float, name: str = name, number: int = number) -> None:
            if progress is not None:
                progress(f"{name} {step}".strip(), (number + part) / scale)

        # A call of its own, so that one authority's books are gone before the next one's are made.
        _write_authority(out / name, out / "truth" / name, authority, first, last, seed, faults, truth, tell)
    if progress is not None:
        progress("Done", 1.0)


def _write_authority(
    out: Path,
    truth: Path,
    authority: str,
    first: str,
    last: str,
    seed: int,
    faults: str,
    counted: int,
    tell: Progress,
) -> None:
    truth.mkdir(parents=True, exist_ok=True)
    tell("Living the lives", 0.0)
    books = lives.books(authority=authority, seed=seed, first=first, last=last)
    inbox = Inbox(out, books, first=first, last=last)
    for place, month in enumerate(inbox.months):
        tell(f"Writing {month}", 0.4 + 0.45 * place / len(inbox.months))
        inbox.write(month)
    if faults == "typical":
        write_faults(truth / "faults.csv", inbox.plant_faults(seed))
    wanted = inbox.months[-min(counted, SNAPSHOT_MONTHS) :] if counted else []
    for place, month in enumerate(wanted):
        tell(f"Counting the answers of {month}", 0.85 + 0.15 * place / len(wanted))
        write_answers(truth / f"{month}.csv", _answers(books, authority, first, month))


def _answers(books: Books, authority: str, first: str, month: str) -> list[Answer]:
    """The answers as recorded by the end of `month`."""
    moment: datetime = close_of(last_day(month))
    rows = {table: as_recorded(book, moment) for table, book in books.items()}
    rows["health.health_return"] = returned(books["health.health_return"], moment)
    return answers(
        rows,
        authority=authority,
        first=first,
        month=month,
        population={int(row["year"]): int(row["population"]) for row in _facts("population.csv", authority)},
        team_groups={row["team_name"]: row["team_group"] for row in _facts("team_groups.csv", authority)},
    )


def _facts(name: str, authority: str) -> list[dict[str, str]]:
    """The rows of a reference file that are about the authority."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["authority"] == authority]
