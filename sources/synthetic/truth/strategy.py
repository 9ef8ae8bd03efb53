"""Strategy discussions: who came, when the minutes went out, and the chains of them before a conference."""

from collections import defaultdict
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.child import NOT_RECORDED
from sources.synthetic.truth.conference import Conference
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.measure import (
    Measure,
    count_of,
    median_of,
    number_seen,
    share_of,
    share_when_known,
)
from sources.synthetic.truth.tally import TOTAL, Amounts, Category, Figures, Seen, Tally
from sources.synthetic.truth.window import Window
from sources.synthetic.truth.working_day import working_days

AGENCIES = {
    "is_social_care_present": "Children's social care",
    "is_police_present": "Police",
    "is_health_present": "Health",
}
MINUTES_WORKING_DAYS = 5
CHAIN_GAP_DAYS = 30
CONFERENCE_WORKING_DAYS = 15


def measures(evidence: Evidence, conferences: list[Conference]) -> list[Measure]:
    """The indicators about strategy discussions and their chains."""
    rows = [row for row in evidence.table("mosaic.strategy_discussion") if row.get("discussion_date")]
    about_children = [
        row for row in rows if not evidence.children[row["child_id"]].is_adult(row["discussion_date"])
    ]
    return [*_held(about_children), *_chains(rows, conferences)]


def _held(rows: list[Row]) -> list[Measure]:
    held, by_agency, unknown = Tally(), Tally(), Tally()
    known, complete, took_part = Tally(), Tally(), Tally()
    children: Seen[str] = Seen()
    for row in rows:
        day, present = row["discussion_date"], [row.get(agency) for agency in AGENCIES]
        children.add(row["child_id"], day)
        held.add(day)
        if None in present:
            by_agency.add(day, *_present(row), ("agency", NOT_RECORDED))
            unknown.add(day)
            continue
        by_agency.add(day, *_present(row))
        known.add(day)
        took_part.add(day, *_present(row))
        if all(present):
            complete.add(day)

    def with_each(window: Window) -> Figures:
        """All three of them together, and each by itself, of the same discussions."""
        everything = known.counts(window)[TOTAL]
        each: Figures = {key: (count, everything) for key, count in took_part.counts(window).items()}
        return each | {TOTAL: (complete.counts(window)[TOTAL], everything)}

    return [
        count_of("SP01", by_agency),
        number_seen("SP01C", children),
        Measure(indicator="SP02", scale=100, figures=with_each),
        share_of("SP02U", unknown, held),
        _minutes(rows),
    ]


def _present(row: Row) -> list[Category]:
    """The agencies that took part, of which there may be several."""
    return [("agency", name) for column, name in AGENCIES.items() if row.get(column)]


def _minutes(rows: list[Row]) -> Measure:
    """Minutes not sent are late once their day has passed; until then nobody can say. Each agency has its own rows."""
    shares = {TOTAL: _minutes_of(rows)} | {
        ("agency", name): _minutes_of([row for row in rows if row.get(column)])
        for column, name in AGENCIES.items()
    }

    def figures(window: Window) -> Figures:
        found = {key: share.figures(window)[TOTAL] for key, share in shares.items()}
        return {key: figure for key, figure in found.items() if figure[1] or key == TOTAL}

    return Measure(indicator="SP03", scale=100, figures=figures)


def _minutes_of(rows: list[Row]) -> Measure:
    sent, in_time = Tally(), Tally()
    unsent: list[date] = []
    for row in rows:
        day, sent_on = row["discussion_date"], row.get("minutes_sent_date")
        if sent_on is None:
            unsent.append(day)
            continue
        sent.add(day)
        if day <= sent_on and working_days(day, sent_on) <= MINUTES_WORKING_DAYS:
            in_time.add(day)
    return share_when_known("SP03", in_time, sent, unsent, MINUTES_WORKING_DAYS)


def _chains(rows: list[Row], conferences: list[Conference]) -> list[Measure]:
    """The conferences by the unbroken chain of discussions of the same child and referral that led to them."""
    of_child: dict[str, list[Row]] = defaultdict(list)
    began: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["discussion_date"], row["strategy_id"])):
        of_child[row["child_id"]].append(row)
        if row.get("enquiry_id"):
            began.setdefault(row["enquiry_id"], row)
    clocked, prompt, repeated, waits = Tally(), Tally(), Tally(), Amounts()
    for conference in conferences:
        if conference.clock is None or conference.is_of_adult:
            continue
        initiating = began.get(conference.enquiry_id or "")
        chain = _chain(initiating, of_child, conference.day) if initiating else [conference.clock]
        clocked.add(conference.day, conference.team)
        if working_days(chain[0], conference.day) <= CONFERENCE_WORKING_DAYS:
            prompt.add(conference.day, conference.team)
        if len(chain) > 1:
            repeated.add(conference.day, conference.team)
        if chain[0] < conference.clock:
            waits.add(conference.day, working_days(chain[0], conference.clock))
    return [share_of("SP07", prompt, clocked), median_of("SP07D", waits), share_of("SP08", repeated, clocked)]


def _chain(initiating: Row, of_child: dict[str, list[Row]], conference: date) -> list[date]:
    """The days of the discussions that lead, with no gap too long, through the one that began the enquiry: those of its
    referral, and where nobody recorded a referral those of the child."""
    asked = initiating.get("referral_id")
    rows = [
        row
        for row in of_child[initiating["child_id"]]
        if None in (asked, row.get("referral_id")) or row["referral_id"] == asked
    ]
    chain: list[date] = []
    for day in (row["discussion_date"] for row in rows if row["discussion_date"] <= conference):
        if chain and (day - chain[-1]).days > CHAIN_GAP_DAYS:
            if chain[-1] >= initiating["discussion_date"]:
                break
            chain = []
        chain.append(day)
    return chain
