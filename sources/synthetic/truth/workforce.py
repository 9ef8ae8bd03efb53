"""Caseloads, vacancies, leavers and absence, from the month's establishment and the children allocated on its last day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from sources.synthetic.entry import Row
from sources.synthetic.truth.child_protection import Plan
from sources.synthetic.truth.establishment import Establishment, fte_of, is_held
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.measure import Measure, at_the_end
from sources.synthetic.truth.referral import Referrals
from sources.synthetic.truth.tally import TOTAL, Category, Figures
from sources.synthetic.truth.waiting import Waiting, holders_of

MAXIMA_FROM = date(2022, 11, 1)
ROLE_MAXIMA = {
    "Experienced social worker": 20,
    "Newly qualified social worker": 14,
    "Targeted family support worker": 12,
}
AGENCY_RATE_ROLES = ("Experienced social worker", "Newly qualified social worker", "Team manager")
SMALLEST_FTE = Decimal("0.2")
OTHER_TEAMS = "Other teams"


@dataclass(frozen=True, slots=True)
class Post:
    """A post held by a worker on the last day of a month."""

    post_id: str
    worker: str
    team: str
    role: str
    fte: Decimal
    is_agency: bool
    is_case_holding: bool


class Month:
    """The workforce on the last day of a month: the posts that are held and the children allocated."""

    def __init__(self, evidence: Evidence, day: date) -> None:
        self.posts = [post for row in evidence.rows.get("workforce.post", ()) if (post := _post(row, day))]
        self.case_posts = [post for post in self.posts if post.is_case_holding]
        self.children = _allocated(evidence, day)
        self._groups = evidence.team_groups

    def by_category(self) -> dict[Category, list[Post]]:
        """The posts of case holders: all, by team, by group of teams and by role."""
        posts: dict[Category, list[Post]] = {TOTAL: self.case_posts}
        for post in self.case_posts:
            for key in self._places(post):
                posts.setdefault(key, []).append(post)
        return posts

    def children_of(self, posts: Iterable[Post]) -> set[str]:
        """The children allocated to those who hold the posts."""
        return set[str]().union(*(self.children[post.worker] for post in posts))

    def mean_caseload(self) -> Figures:
        """Children over the FTE of their case holders."""
        posts_by = self.by_category()
        for post in self.case_posts:
            contract = "Agency" if post.is_agency else "Permanent"
            posts_by.setdefault(("contract", contract), []).append(post)
        return {key: (len(self.children_of(posts)), _fte(posts)) for key, posts in posts_by.items()}

    def highest_caseload(self) -> Figures:
        """The children and the FTE of the worker with the most children for the FTE."""
        highest = {key: self._highest(posts) for key, posts in self.by_category().items()}
        return {key: load for key, load in highest.items() if load[1] or key == TOTAL}

    def over_maximum(self) -> Figures:
        """Case holders with more children for their FTE than their role's maximum, over those with one."""
        counts: dict[Category, tuple[int, int]] = {TOTAL: (0, 0)}
        for posts in _by_worker(self.case_posts):
            main = _main(posts)
            if main.role not in ROLE_MAXIMA:
                continue
            is_over = len(self.children_of(posts)) > ROLE_MAXIMA[main.role] * _fte(posts)
            for key in (TOTAL, *self._places(main)):
                over, workers = counts.get(key, (0, 0))
                counts[key] = over + is_over, workers + 1
        return dict(counts)

    def agency_rate(self) -> Figures:
        """The FTE of agency workers over all FTE, of social workers and their managers."""
        posts = [post for post in self.posts if post.role in AGENCY_RATE_ROLES]
        parts: dict[Category, list[Post]] = {TOTAL: posts}
        for post in posts:
            parts.setdefault(("role", post.role), []).append(post)
            parts.setdefault(("team_group", self._groups.get(post.team, OTHER_TEAMS)), []).append(post)
        return {
            key: (_fte(post for post in part if post.is_agency), _fte(part)) for key, part in parts.items()
        }

    def _places(self, post: Post) -> tuple[Category, ...]:
        """Where a post stands: its team, the group of the team, and its role."""
        group = self._groups.get(post.team, OTHER_TEAMS)
        return ("team_name", post.team), ("team_group", group), ("role", post.role)

    def _highest(self, posts: list[Post]) -> tuple[int, Decimal]:
        loads = [(len(self.children_of(own)), _fte(own)) for own in _by_worker(posts)]
        large_enough = [(children, fte) for children, fte in loads if fte >= SMALLEST_FTE]
        return max(large_enough, key=lambda load: (load[0] / load[1], load), default=(0, Decimal(0)))


def measures(evidence: Evidence, referrals: Referrals, plans: list[Plan]) -> list[Measure]:
    """The indicators about the workforce, as at the last day of a window."""
    waiting = Waiting(evidence, referrals, plans)

    @cache
    def month(day: date) -> Month:
        return Month(evidence, day)

    def over_maximum(day: date) -> Figures:
        return month(day).over_maximum() if day >= MAXIMA_FROM else {}

    def without_case_holder(day: date) -> Figures:
        return waiting.figures(month(day).children_of(month(day).case_posts), day)

    return [
        Measure(indicator="WF01", figures=at_the_end(lambda day: month(day).mean_caseload())),
        Measure(indicator="WF02", figures=at_the_end(lambda day: month(day).highest_caseload())),
        Measure(indicator="WF03", scale=100, figures=at_the_end(over_maximum)),
        Measure(indicator="WF04", scale=100, figures=at_the_end(lambda day: month(day).agency_rate())),
        *Establishment(evidence).measures(),
        Measure(indicator="WF06", figures=at_the_end(without_case_holder)),
    ]


def _post(row: Row, day: date) -> Post | None:
    """The post if someone holds it on the day, with hours that are known."""
    fte = fte_of(row)
    if row["extract_month_end"] != day or fte is None or not is_held(row):
        return None
    return Post(
        row["post_id"],
        row["staff_id"],
        row["team_name"],
        row["role"],
        fte,
        bool(row.get("is_agency")),
        bool(row.get("is_case_holding")),
    )


def _allocated(evidence: Evidence, day: date) -> dict[str, set[str]]:
    """The children allocated to each member of staff at the end of the day, co-allocated workers left out."""
    children: dict[str, set[str]] = defaultdict(set)
    for child_id, worker, start, end in holders_of(evidence):
        if start <= day and (end is None or end > day):
            children[worker].add(child_id)
    return children


def _by_worker(posts: Iterable[Post]) -> list[list[Post]]:
    workers: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        workers[post.worker].append(post)
    return list(workers.values())


def _main(posts: list[Post]) -> Post:
    """The largest post of a worker; of equal ones the first by the names of role and team, never by a number."""
    return min(posts, key=lambda post: (-post.fte, post.role, post.team, post.post_id))


def _fte(posts: Iterable[Post]) -> Decimal:
    return sum((post.fte for post in posts), Decimal(0))
