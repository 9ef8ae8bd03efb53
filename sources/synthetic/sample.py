"""A whole made-up inbox: the files that every agency of one authority, or of a region, delivers month by month."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sources.synthetic import lives
from sources.synthetic.entry import Books, as_recorded
from sources.synthetic.faults import write_faults
from sources.synthetic.inbox import Inbox
from sources.synthetic.moments import close_of
from sources.synthetic.month import last_day
from sources.synthetic.truth.answers import Answer, answers, write_answers

OWN_AUTHORITY = "370"
FAULTS = ("none", "typical")
Progress = Callable[[str, float], None]


class UnknownFaultsError(ValueError):
    """The kind of faults asked for does not exist."""


def write_sample(
    out: Path, *, first: str, last: str, seed: int, scale: int, faults: str, progress: Progress | None
) -> None:
    """Write the inbox of the months `first` to `last` to `out`, and the answers and planted faults to `out/truth`.

    `scale` is the number of authorities; one is written at a time. One alone has no folder of its own.
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
        _write_authority(out / name, out / "truth" / name, authority, first, last, seed, faults, tell)
    if progress is not None:
        progress("Done", 1.0)


def _write_authority(
    out: Path, truth: Path, authority: str, first: str, last: str, seed: int, faults: str, tell: Progress
) -> None:
    truth.mkdir(parents=True, exist_ok=True)
    tell("Living the lives", 0.0)
    books = lives.books(authority=authority, seed=seed, first=first, last=last)
    inbox = Inbox(out, books, first=first, last=last)
    for place, month in enumerate(inbox.months):
        tell(f"Writing {month}", 0.4 + 0.45 * place / len(inbox.months))
        inbox.write(month)
    if faults == "typical":
        write_faults(truth / "faults.csv", inbox.plant_faults())
    tell("Counting the answers", 0.85)
    write_answers(truth / f"{last}.csv", _answers(books, authority, first, last))


def _answers(books: Books, authority: str, first: str, month: str) -> list[Answer]:
    moment: datetime = close_of(last_day(month))
    rows = {table: as_recorded(book, moment) for table, book in books.items()}
    return answers(rows, authority=authority, first=first, month=month)
