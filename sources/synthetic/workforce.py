"""The workforce's books: teams, professionals and the establishment of each month."""

from datetime import datetime, time, timedelta
from random import Random

from sources.synthetic.entry import Books, Entry
from sources.synthetic.establishment import TEAMS, Establishment, Post
from sources.synthetic.month import last_day, months

SERVICE = ("T00", "Children's Social Care")
TEAM_IDS = {name: f"T{number:02d}" for number, name in enumerate(TEAMS, 1)}


def worker_id(number: int) -> str:
    """A worker's number in the case system."""
    return f"W{number:04d}"


def staff_id(number: int) -> str:
    """The same worker's number in the staff records."""
    return f"HR{number:05d}"


def workforce_books(establishment: Establishment, rng: Random, *, first: str, last: str) -> Books:
    """Teams and professionals of the case system, and the posts of each reported month."""
    return {
        "mosaic.team": _teams(establishment),
        "mosaic.professional": _professionals(establishment),
        "workforce.post": _posts(establishment, rng, first, last),
    }


def _teams(establishment: Establishment) -> list[Entry]:
    moment = _opening(establishment)
    rows = [(*SERVICE, None, None)] + [(TEAM_IDS[name], name, *SERVICE) for name in TEAMS]
    names = ("team_id", "team_name", "parent_team_id", "parent_team_name")
    return [Entry(recorded_at=moment, values=dict(zip(names, row, strict=True))) for row in rows]


def _opening(establishment: Establishment) -> datetime:
    begin = min(establishment.months)
    return datetime.combine(last_day(begin).replace(day=1), time(6)) - timedelta(3000)


def _professionals(establishment: Establishment) -> list[Entry]:
    """One row a worker, entered on the day they started; agency workers who take a post are changed then."""
    book: dict[int, Entry] = {}
    for month, posts in establishment.months.items():
        for post in posts:
            if post.worker is None:
                continue
            if post.worker not in book:
                book[post.worker] = _professional(post, posts)
            _follow(book[post.worker], post, month)
    return sorted(book.values(), key=lambda entry: (entry.recorded_at, entry.values["worker_id"]))


def _professional(post: Post, posts: list[Post]) -> Entry:
    hours = sum(other.fte for other in posts if other.worker == post.worker)
    assert post.worker is not None and post.start is not None
    return Entry(
        recorded_at=datetime.combine(post.start, time(8, 30)),
        values={
            "worker_id": worker_id(post.worker),
            "staff_id": staff_id(post.worker),
            "job_title": post.role,
            "fte": round(hours, 2),
            "is_agency": post.is_agency,
        },
    )


def _follow(entry: Entry, post: Post, month: str) -> None:
    for column, value in (("job_title", post.role), ("is_agency", post.is_agency)):
        known = next((new for _, name, new in reversed(entry.later) if name == column), entry.values[column])
        if known != value:
            moment = datetime.combine(last_day(month).replace(day=2), time(9))
            entry.later.append((max(moment, entry.recorded_at), column, value))


def _posts(establishment: Establishment, rng: Random, first: str, last: str) -> list[Entry]:
    book = []
    for month in months(first, last):
        end = last_day(month)
        long_absent = rng.choice([post.post_id for post in establishment.months[month] if post.is_filled])
        for post in establishment.months[month]:
            absence = (
                20.0
                if post.post_id == long_absent
                else rng.choices((0.0, 1.0, 2.5, 4.0), weights=(80, 10, 6, 4))[0]
            )
            values = {
                "post_id": post.post_id,
                "staff_id": None if post.worker is None else staff_id(post.worker),
                "team_name": post.team,
                "role": post.role,
                "fte": post.fte,
                "is_agency": post.is_agency,
                "is_vacant": post.worker is None,
                "is_case_holding": post.is_case_holding,
                "start_date": post.start,
                "leaving_date": post.leaving,
                "absence_days": None if post.worker is None else absence,
                "extract_month_end": end,
            }
            book.append(Entry(recorded_at=datetime.combine(end, time(17)), values=values))
    return book
