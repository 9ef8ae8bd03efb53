"""Who works with which child: each open episode's case holder, changed as little as the caseloads allow."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.caseload import targets
from sources.synthetic.episode import Casebook, Episode
from sources.synthetic.establishment import (
    ASSESSMENT,
    CARE_TEAM,
    DISABILITY_TEAM,
    MANAGER,
    OTHERS,
    Establishment,
    Post,
)
from sources.synthetic.month import first_day, is_working_day, last_day


@dataclass(slots=True, kw_only=True, eq=False)
class Allocation:
    """One worker's time as the case holder of one child."""

    episode: Episode
    worker: int
    post_id: str
    team: str
    start: date
    end: date | None = None


class Allocations:
    """The case holders of every episode, in order of start."""

    def __init__(
        self, casebook: Casebook, calibration: Calibration, establishment: Establishment, rng: Random
    ) -> None:
        self._rng, self._calibration, self._establishment = rng, calibration, establishment
        self.of_episode: dict[Episode, list[Allocation]] = {}
        self._current: dict[Episode, Allocation] = {}
        self._long_term: set[Episode] = set()
        self._opening = first_day(min(establishment.months))
        episodes = [episode for episode in casebook.episodes if not episode.is_nfa]
        episodes.sort(key=lambda episode: (episode.start, episode.child.person_id))
        for month in establishment.months:
            self._live(episodes, month)

    def holder(self, episode: Episode, day: date) -> Allocation | None:
        """The case holder on a day, else the first one."""
        found = self.of_episode.get(episode, [])
        return next((one for one in reversed(found) if one.start <= day), found[0] if found else None)

    def _live(self, episodes: list[Episode], month: str) -> None:
        first, last = first_day(month), last_day(month)
        posts = {post.post_id: post for post in self._establishment.months[month]}
        self._end_left(posts)
        self._end_closed(last)
        self._hold_short_ones(episodes, posts, first, last)
        waiting = [episode for episode in episodes if episode.is_open(last)]
        wanted = targets(self._calibration, self._establishment, month, len(waiting))
        groups = self._groups(waiting, {group: sum(held.values()) for group, held in wanted.items()})
        for group, members in groups.items():
            self._settle(members, wanted[group], first, last)
        settled = frozenset(groups[ASSESSMENT] + groups[OTHERS])
        self._leave_on_duty([episode for episode in waiting if episode not in settled], posts, first, last)

    def _end_left(self, posts: dict[str, Post]) -> None:
        for episode, held in list(self._current.items()):
            post = posts.get(held.post_id)
            if post is None or post.worker != held.worker or post.leaving:
                self._end(
                    episode,
                    post.leaving if post and post.worker == held.worker and post.leaving else held.start,
                )

    def _end_closed(self, last: date) -> None:
        for episode in list(self._current):
            if episode.end and episode.end <= last:
                self._end(episode, episode.end)

    def _end(self, episode: Episode, day: date) -> None:
        held = self._current.pop(episode)
        held.end = min(max(day, held.start + timedelta(1)), episode.end or date.max)

    def _hold_short_ones(
        self, episodes: list[Episode], posts: dict[str, Post], first: date, last: date
    ) -> None:
        """Episodes that closed before any month's end had found them a case holder: the assessment team's."""
        ready = [
            p for p in posts.values() if p.group == ASSESSMENT and p.worker and p.start and p.start < first
        ]
        for episode in episodes:
            if episode.end and first <= episode.end <= last and episode not in self.of_episode:
                post = self._rng.choice([p for p in ready if not p.leaving])
                day = max(episode.start + timedelta(self._rng.randrange(1, 4)), first)
                self._begin(episode, post, min(day, episode.end), last)
                self._end(episode, episode.end)

    def _groups(self, waiting: list[Episode], sizes: dict[str, int]) -> dict[str, list[Episode]]:
        """The newest are unallocated, the next newest are being assessed, the rest are with the other teams."""
        spare = len(waiting) - sum(sizes.values())
        allocated = waiting[: len(waiting) - spare]
        new = [episode for episode in allocated if episode not in self._long_term]
        old = [episode for episode in allocated if episode in self._long_term]
        size = sizes[ASSESSMENT]
        assessed = new[-size:] if len(new) >= size else old[len(old) - (size - len(new)) :] + new
        chosen = frozenset(assessed)
        others = [episode for episode in allocated if episode not in chosen]
        self._long_term = set(others)
        return {ASSESSMENT: assessed, OTHERS: others}

    def _settle(self, members: list[Episode], wanted: dict[Post, int], first: date, last: date) -> None:
        room = {post.post_id: number for post, number in wanted.items()}
        posts = {post.post_id: post for post in wanted}
        pending = []
        for episode in members:
            held = self._current.get(episode)
            if held and room.get(held.post_id, 0) > 0:
                room[held.post_id] -= 1
            else:
                pending.append(episode)
        # Children in care and disabled children first, to their own teams; families stay together.
        pending.sort(key=lambda e: (not e.care, e.need != "N2", e.child.family_id, e.child.person_id))
        order = sorted(
            posts.values(), key=lambda post: (post.team != CARE_TEAM, post.team != DISABILITY_TEAM)
        )
        places = [post for post in order for _ in range(room[post.post_id])]
        for episode, post in zip(pending, places, strict=True):
            self._move(episode, post, first, last)

    def _move(self, episode: Episode, post: Post, first: date, last: date) -> None:
        held = self._current.get(episode)
        earliest = max(first, episode.start + timedelta(1), post.start or first)
        previous = self.of_episode.get(episode, [])
        if previous:
            earliest = max(earliest, previous[-1].start + timedelta(1), previous[-1].end or date.min)
        elif first == self._opening and episode.start < first and post.start:
            earliest = max(episode.start + timedelta(1), post.start)
            last = min(last, earliest + timedelta(4))
        day = self._working_day(earliest, last)
        if held:
            self._end(episode, day)
        self._begin(episode, post, day, last)

    def _working_day(self, earliest: date, last: date) -> date:
        """A working day soon after the earliest, or the last day itself when there is none."""
        for number in range(self._rng.randrange(5), 0, -1):
            day = earliest + timedelta(number)
            if day <= last and is_working_day(day):
                return day
        return min(earliest, last)

    def _begin(self, episode: Episode, post: Post, day: date, last: date) -> None:
        assert post.worker is not None
        held = Allocation(
            episode=episode, worker=post.worker, post_id=post.post_id, team=post.team, start=min(day, last)
        )
        self._current[episode] = held
        self.of_episode.setdefault(episode, []).append(held)

    def _leave_on_duty(
        self, episodes: list[Episode], posts: dict[str, Post], first: date, last: date
    ) -> None:
        """Those whom no case holder has: the assessment team's manager holds a few, nobody the others."""
        manager = next(post for post in posts.values() if post.team == ASSESSMENT and post.role == MANAGER)
        for place, episode in enumerate(episodes):
            held = self._current.get(episode)
            if place % 3 == 0 and not held and episode.start < last:
                self._move(episode, manager, first, last)
            elif held and held.post_id != manager.post_id:
                self._end(episode, last)
