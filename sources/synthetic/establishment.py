"""The teams, their posts and who holds them, month by month."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.month import first_day, months, working_days_of

ASSESSMENT, OTHERS = "Assessment Team", "Other teams"
FRONT_DOOR, CARE_TEAM, DISABILITY_TEAM = (
    "Integrated Front Door",
    "Children in Care Team",
    "Children with Disabilities Team",
)
SUPPORT_TEAM = "Family Support Team"
NORTH, EAST, SOUTH = "Safeguarding Team North", "Safeguarding Team East", "Safeguarding Team South"
TEAMS = (FRONT_DOOR, ASSESSMENT, NORTH, EAST, SOUTH, CARE_TEAM, DISABILITY_TEAM, SUPPORT_TEAM)
SPREAD = (NORTH, EAST, SOUTH, CARE_TEAM, NORTH, EAST, SOUTH, CARE_TEAM, DISABILITY_TEAM, EAST, SOUTH)
EXPERIENCED, NEW, SUPPORT = (
    "Experienced social worker",
    "Newly qualified social worker",
    "Targeted family support worker",
)
MANAGER, OTHER_ROLE = "Team manager", "Other"
SOCIAL_WORK = (EXPERIENCED, NEW, MANAGER)
SPARE_POSTS = {ASSESSMENT: 2, OTHERS: 5}
TURNOVER = 0.022


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as it stands in one month; a vacant one has no worker."""

    post_id: str
    team: str
    group: str
    role: str
    fte: float
    worker: int | None = None
    is_agency: bool = False
    start: date | None = None
    leaving: date | None = None
    is_settled: bool = False
    """Held by the same worker throughout: part-timers, support workers and managers."""

    @property
    def is_case_holding(self) -> bool:
        """Whether the post carries cases."""
        return self.group in (ASSESSMENT, OTHERS)

    @property
    def is_filled(self) -> bool:
        """Whether somebody holds the post at the month's end."""
        return self.worker is not None and self.leaving is None


class Establishment:
    """Every post at every month's end, with exactly the calibrated hours in post."""

    def __init__(self, calibration: Calibration, rng: Random, *, begin: str, last: str) -> None:
        self._rng, self._calibration = rng, calibration
        self._begin = first_day(begin)
        self._workers = 0
        self._posts = 0
        self.posts = self._settled_posts()
        self.months: dict[str, list[Post]] = {}
        for month in months(begin, last):
            self._live(month)
            self.months[month] = list(self.posts)

    def hours(self, group: str, month: str) -> int:
        """The hours of case holders in post at a month's end, in full-time equivalents."""
        return round(self._calibration.between("case_holder_fte", month, group))

    def _settled_posts(self) -> list[Post]:
        posts = [self._post(team, "", MANAGER, 1.0, is_settled=True) for team in TEAMS]
        posts += [self._post(FRONT_DOOR, "", OTHER_ROLE, 1.0, is_settled=True) for _ in range(6)]
        posts += [self._post(SUPPORT_TEAM, OTHERS, SUPPORT, 1.0, is_settled=True) for _ in range(8)]
        posts += [self._post(ASSESSMENT, ASSESSMENT, EXPERIENCED, fte, is_settled=True) for fte in (0.6, 0.4)]
        posts += [
            self._post(team, OTHERS, EXPERIENCED, fte, is_settled=True)
            for team, fte in ((EAST, 0.8), (CARE_TEAM, 0.2))
        ]
        shared = self._post(NORTH, OTHERS, EXPERIENCED, 0.5, is_settled=True)
        # One worker in two teams: two posts, each with its own hours.
        twin = replace(
            self._post(SOUTH, OTHERS, EXPERIENCED, 0.5, is_settled=True),
            worker=shared.worker,
            start=shared.start,
        )
        return [*posts, shared, twin]

    def _post(self, team: str, group: str, role: str, fte: float, *, is_settled: bool = False) -> Post:
        self._posts += 1
        post = Post(
            post_id=f"PO{self._posts:04d}", team=team, group=group, role=role, fte=fte, is_settled=is_settled
        )
        return (
            self._held(post, self._begin - timedelta(self._rng.randrange(30, 2500))) if is_settled else post
        )

    def _held(self, post: Post, start: date, *, is_agency: bool = False) -> Post:
        self._workers += 1
        return replace(post, worker=self._workers, start=start, leaving=None, is_agency=is_agency)

    def _live(self, month: str) -> None:
        self.posts = [
            replace(p, worker=None, leaving=None, start=None, is_agency=False) if p.leaving else p
            for p in self.posts
        ]
        self.posts = [self._grown(post, month) for post in self.posts]
        for group in (ASSESSMENT, OTHERS):
            self._leave(group, month)
            self._hire(group, month)
            self._drop_spare(group)
        self._turn_permanent(month)

    def _grown(self, post: Post, month: str) -> Post:
        """A newly qualified worker is experienced after a year."""
        if post.role == NEW and post.start and (first_day(month) - post.start).days > 365:
            return replace(post, role=EXPERIENCED)
        return post

    def _leave(self, group: str, month: str) -> None:
        loose = [
            n
            for n, post in enumerate(self.posts)
            if post.group == group and post.is_filled and not post.is_settled
        ]
        if first_day(month) == self._begin:
            return
        excess = round(self._in_post(group)) - self.hours(group, month)
        number = max(excess, sum(self._rng.random() < TURNOVER for _ in loose))
        for place in sorted(self._rng.sample(loose, min(number, len(loose)))):
            self.posts[place] = replace(self.posts[place], leaving=self._working_day(month))

    def _hire(self, group: str, month: str) -> None:
        missing = self.hours(group, month) - round(self._in_post(group))
        vacant = [
            place for place, post in enumerate(self.posts) if post.group == group and post.worker is None
        ]
        for number in range(missing):
            if number >= len(vacant):
                team = ASSESSMENT if group == ASSESSMENT else SPREAD[self._posts % len(SPREAD)]
                self.posts.append(self._post(team, group, EXPERIENCED, 1.0))
                vacant.append(len(self.posts) - 1)
            place = vacant[number]
            is_agency = self._agency_gap(month) > 0
            role = NEW if not is_agency and self._rng.random() < 0.35 else EXPERIENCED
            start = self._start_day(month)
            self.posts[place] = self._held(replace(self.posts[place], role=role), start, is_agency=is_agency)

    def _drop_spare(self, group: str) -> None:
        vacant = [post for post in self.posts if post.group == group and post.worker is None]
        while len(vacant) < SPARE_POSTS[group]:
            team = ASSESSMENT if group == ASSESSMENT else SPREAD[self._posts % len(SPREAD)]
            vacant.append(self._post(team, group, EXPERIENCED, 1.0))
            self.posts.append(vacant[-1])
        spare = {post.post_id for post in vacant[SPARE_POSTS[group] + 2 :]}
        self.posts = [post for post in self.posts if post.post_id not in spare]

    def _turn_permanent(self, month: str) -> None:
        """Agency workers take permanent posts until their share is the calibrated one."""
        for place, post in enumerate(self.posts):
            if post.is_agency and post.is_filled and self._agency_gap(month) <= -1:
                self.posts[place] = replace(post, is_agency=False)

    def _agency_gap(self, month: str) -> float:
        """The agency hours that are missing from the calibrated share of social work hours at the month's end."""
        hours = float(self.hours(ASSESSMENT, month) + self.hours(OTHERS, month))
        hours += sum(post.fte for post in self.posts if post.role == MANAGER) - sum(
            p.fte for p in self.posts if p.role == SUPPORT
        )
        agency = sum(post.fte for post in self.posts if post.is_agency and post.is_filled)
        return round(self._calibration.between("agency_percent", month) * hours / 100) - agency

    def _in_post(self, group: str) -> float:
        return sum(post.fte for post in self.posts if post.group == group and post.is_filled)

    def _start_day(self, month: str) -> date:
        if first_day(month) == self._begin:
            return self._begin - timedelta(self._rng.randrange(20, 1800))
        return self._working_day(month, until=12)

    def _working_day(self, month: str, until: int = 31) -> date:
        return self._rng.choice([day for day in working_days_of(month) if day.day <= until])


def case_holding_posts(posts: list[Post], group: str) -> list[Post]:
    """The posts of a group that somebody holds at the month's end."""
    return [post for post in posts if post.group == group and post.is_filled]
