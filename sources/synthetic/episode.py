"""What happens to a child in truth: episodes of need, plans, conferences and times in care."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sources.synthetic.population import Child, siblings


@dataclass(slots=True, kw_only=True, eq=False)
class Plan:
    """One child protection plan; an open one has no end."""

    episode: "Episode"
    start: date
    end: date | None = None
    is_other_authority: bool = False
    longest_days: int = 660
    """The plan ends before it is this old, unless the lives stop first."""
    category: str = "NEG"
    initial_category: str = "NEG"
    earlier_plans: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Conference:
    """One child's initial conference, with the start of its enquiry unless the plan was transferred in."""

    held_on: date
    enquiry_on: date | None
    plan: Plan | None

    @property
    def is_transfer_in(self) -> bool:
        """Whether the child came with a plan of another authority, so that there was no enquiry here."""
        return self.enquiry_on is None


@dataclass(slots=True, kw_only=True, eq=False)
class CareSpell:
    """One unbroken time in care."""

    episode: "Episode"
    start: date
    end: date | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Episode:
    """One referral of one child and, unless it went no further, the episode of need that it began."""

    child: Child
    start: date
    end: date | None = None
    is_nfa: bool = False
    is_re_referral: bool = False
    source_code: str = "6"
    need: str = "N1"
    need_at_first: str = "N1"
    plans: list[Plan] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)
    care: list[CareSpell] = field(default_factory=list)
    busy_until: date = date.min
    """The last day of activity that is fixed so far: nothing may close before it."""

    @property
    def group(self) -> tuple[str, date]:
        """The brothers and sisters who were referred together."""
        return self.child.family_id, self.start

    def is_open(self, day: date) -> bool:
        """Whether the episode is open at the end of a day."""
        return not self.is_nfa and self.start <= day and (self.end is None or self.end > day)

    def counts(self, day: date) -> bool:
        """Whether the child is a child in need, under 18 or unborn, at the end of a day."""
        return self.is_open(day) and self.child.adult_on > day


class Casebook:
    """The lives as far as they have been lived."""

    def __init__(self, population: list[Child]) -> None:
        self.families = siblings(population)
        self.family_ids = list(self.families)
        self.episodes: list[Episode] = []
        self.open: dict[str, Episode] = {}
        self.plans: list[Plan] = []
        self.care: list[CareSpell] = []
        self.last_referral: dict[str, date] = {}
        self.deaths: dict[str, date] = {}
        self.plans_of: dict[str, int] = {}
        self.plans_started = 0
        self.plans_long = 0
        self.conferences_held = 0
        self.conferences_late = 0

    def refer(
        self, child: Child, day: date, *, is_nfa: bool = False, is_re_referral: bool = False
    ) -> Episode:
        """A new referral of a child who is not in need."""
        episode = Episode(child=child, start=day, is_nfa=is_nfa, is_re_referral=is_re_referral)
        self.episodes.append(episode)
        self.last_referral[child.person_id] = day
        if not is_nfa:
            self.open[child.person_id] = episode
        return episode

    def close(self, episode: Episode, day: date) -> None:
        """End an episode of need."""
        episode.end = day
        del self.open[episode.child.person_id]

    def on_plan(self) -> set[str]:
        """The children with an open plan of this authority (for look-up only: a set has no order)."""
        return {plan.episode.child.person_id for plan in self.plans}

    def in_care(self) -> set[str]:
        """The children in care (for look-up only)."""
        return {spell.episode.child.person_id for spell in self.care}

    def may_be_referred(self, child: Child, day: date) -> bool:
        """Whether a child is known or expected, under 18, alive and not in need already."""
        person = child.person_id
        return person not in self.open and person not in self.deaths and is_child(child, day)


def is_child(child: Child, day: date) -> bool:
    """Whether a child is due within 200 days of a day, or born, and not within a month of being an adult."""
    due = child.expected_birth_date or child.due_on
    return due - day <= timedelta(200) and child.adult_on > day + timedelta(31)
