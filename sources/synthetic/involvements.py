"""Involvements of workers with children: case holders and co-allocated workers."""

from random import Random

from sources.synthetic.allocations import Allocations
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Entry, Row
from sources.synthetic.episode import Episode
from sources.synthetic.establishment import SUPPORT, SUPPORT_TEAM, Establishment
from sources.synthetic.month import month_of
from sources.synthetic.workforce import TEAM_IDS, worker_id

CO_ALLOCATED_SHARE = 0.08


def involvement_book(
    allocations: Allocations, establishment: Establishment, ids: dict[Episode, str], desk: Desk
) -> list[Entry]:
    """Every allocation, and for some children a support worker beside the case holder."""
    rows: list[Row] = []
    for episode, held in allocations.of_episode.items():
        rows += [
            _row(
                episode,
                ids,
                one.worker,
                one.team,
                "Allocated Case Worker",
                start=one.start,
                end=one.end,
                is_primary=True,
            )
            for one in held
        ]
        if desk.rng.random() < CO_ALLOCATED_SHARE:
            worker = _support_worker(establishment, month_of(held[0].start), desk.rng)
            role = "Co-allocated Worker"
            rows.append(
                _row(
                    episode,
                    ids,
                    worker,
                    SUPPORT_TEAM,
                    role,
                    start=held[0].start,
                    end=episode.end,
                    is_primary=False,
                )
            )
    rows.sort(key=lambda row: (row["start_date"], row["referral_id"], not row["is_primary"]))
    book = []
    for row in rows:
        end = row["end_date"]
        entry = desk.row(
            row["start_date"], {"involvement_id": desk.number("I")} | row | {"end_date": None}, recorded=False
        )
        desk.later(entry, end, end_date=end)
        book.append(entry)
    return book


def _row(
    episode: Episode, ids: dict[Episode, str], worker: int, team: str, role: str, **values: object
) -> Row:
    return {
        "worker_id": worker_id(worker),
        "role": role,
        "team_id": TEAM_IDS[team],
        "start_date": values["start"],
        "end_date": values["end"],
        "child_id": episode.child.person_id,
        "referral_id": ids[episode],
        "is_primary": values["is_primary"],
    }


def _support_worker(establishment: Establishment, month: str, rng: Random) -> int:
    posts = establishment.months.get(month) or establishment.months[min(establishment.months)]
    return rng.choice([post.worker for post in posts if post.role == SUPPORT and post.worker is not None])
