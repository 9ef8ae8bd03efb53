"""Children with early help, how their episodes end, and what follows a step down from social care."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sources.synthetic.entry import Row
from sources.synthetic.truth.case_team import CaseTeams
from sources.synthetic.truth.child import adult_on, is_adult
from sources.synthetic.truth.evidence import Evidence, category, spans
from sources.synthetic.truth.measure import Measure, count_of, share_of
from sources.synthetic.truth.referral import Need, Referrals
from sources.synthetic.truth.tally import Books, Category, Spell, Tally
from sources.synthetic.truth.window import a_year_before, months_after
from sources.synthetic.truth.working_day import working_days

STEP_DOWN = "RC9"
TAKE_UP_WORKING_DAYS = 10


@dataclass(frozen=True, slots=True)
class Help:
    """An early help episode; `child_id` is the child in the case system where a key tells it."""

    key: str
    child_id: str | None
    family: str
    birth_date: date | None
    assessed: date | None
    start: date
    end: date | None
    lead_agency: Category
    ward: Category
    is_step_up: bool

    def is_of_adult(self, day: date) -> bool:
        """Whether the child is 18 at the end of the day."""
        return is_adult(self.birth_date, day)

    def spell(self, member: str) -> Spell:
        """The episode as something open, counted as `member`: its child or its family."""
        parts = [self.lead_agency, self.ward]
        return Spell(member, self.start, self.end, adult_on(self.birth_date), lambda _: parts)


def helps(evidence: Evidence) -> list[Help]:
    """Every early help episode; a request alone is none."""
    rows = [{**row, "start": _start(row)} for row in evidence.table("eisi.early_help_episode")]
    people = evidence.table("mosaic.person")
    by_nhs_number = {row["nhs_id"]: row["child_id"] for row in people if row.get("nhs_id")}
    child_of: dict[str, str] = {}
    for row in rows:
        child_id = row.get("child_id") or by_nhs_number.get(row.get("nhs_id"))
        if child_id:
            child_of[row["eisi_id"]] = child_id
    return [_help(evidence, row, child_of) for row in spans(rows, "start", "plan_end_date")]


def measures(evidence: Evidence, found: list[Help], referrals: Referrals, teams: CaseTeams) -> list[Measure]:
    """The indicators about early help."""
    assessed, ended, stepped_up = Tally(), Tally(), Tally()
    for one in found:
        if one.assessed and not one.is_of_adult(one.assessed):
            assessed.add(one.assessed, one.lead_agency)
        if one.end and not one.is_of_adult(one.end):
            ended.add(one.end, one.lead_agency)
            if one.is_step_up:
                stepped_up.add(one.end, one.lead_agency)
    children = Books(one.spell(one.key) for one in found)
    families = Books(one.spell(one.family) for one in found)
    return [
        Measure(indicator="EH01", figures=children.snapshot),
        Measure(indicator="EH01F", figures=families.snapshot),
        count_of("EH02", assessed),
        share_of("EH04", stepped_up, ended),
        *_step_downs(evidence, found, referrals, teams),
    ]


def _step_downs(
    evidence: Evidence, found: list[Help], referrals: Referrals, teams: CaseTeams
) -> list[Measure]:
    """What became of the children whose episode of need closed with a step down to early help."""
    of_child: dict[str, list[Help]] = defaultdict(list)
    for one in found:
        if one.child_id:
            of_child[one.child_id].append(one)
    referred: dict[str, list[date]] = defaultdict(list)
    for referral in referrals.counted:
        referred[referral.child_id].append(referral.day)
    closed, taken_up, again = Tally(), Tally(), Tally()
    for need in referrals.needs:
        day = _stepped_down(evidence, need)
        if day is None:
            continue
        team = teams.on(need.child_id, day - timedelta(days=1))
        closed.add(day, team)
        if any(_takes_up(one, day) for one in of_child[need.child_id]):
            taken_up.add(day, team)
        if any(day < back <= months_after(day, 12) for back in referred[need.child_id]):
            again.add(day, team)

    of_the_cohort = share_of("EH05", again, closed)
    return [
        share_of("EH03", taken_up, closed),
        replace(of_the_cohort, figures=lambda window: of_the_cohort.figures(a_year_before(window))),
    ]


def _stepped_down(evidence: Evidence, need: Need) -> date | None:
    if need.end is None or need.close_reason_code != STEP_DOWN:
        return None
    return None if evidence.children[need.child_id].is_adult(need.end) else need.end


def _takes_up(one: Help, day: date) -> bool:
    """Whether the episode was open on the day, or began within ten working days of it."""
    if one.start <= day:
        return one.end is None or one.end > day
    return working_days(day, one.start) <= TAKE_UP_WORKING_DAYS


def _start(row: Row) -> date | None:
    """A request alone is not an episode."""
    return row.get("plan_start_date") or row.get("assessment_date")


def _help(evidence: Evidence, row: Row, child_of: dict[str, str]) -> Help:
    child = row.get("child_id") or child_of.get(row["eisi_id"])
    known = evidence.children[child].birth_date if child else None
    key = child or f"eisi {row['eisi_id']}"
    return Help(
        key,
        child,
        row.get("family_id") or f"child {key}",
        row.get("birth_date") or known,
        row.get("assessment_date"),
        row["start"],
        row.get("plan_end_date"),
        category("lead_agency", row.get("lead_agency")),
        category("ward", row.get("ward")),
        row.get("closure_reason") == "Step up to social care",
    )
