"""Referrals as they count, and the spells of need that they begin, told child by child."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth import code
from sources.synthetic.truth.evidence import Evidence, recorded_first, spans
from sources.synthetic.truth.measure import Measure, count_of, share_of, share_of_all, share_when_known
from sources.synthetic.truth.tally import TOTAL, Category, Figures, Seen, Tally
from sources.synthetic.truth.window import Window, months_before
from sources.synthetic.truth.working_day import working_days

CLOSED_AFTER_ASSESSMENT = frozenset({"RC8", "RC9"})
DECISION_WORKING_DAYS = 1


@dataclass(slots=True)
class Need:
    """An unbroken spell of need of one child; on the day of `end` it is over."""

    child_id: str
    start: date
    end: date | None
    primary_need_code: str | None
    close_reason_code: str | None


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral that counts."""

    child_id: str
    day: date
    source_code: str | None
    is_nfa: bool
    is_re_referral: bool
    age_band: str
    previous_close_reason: str
    close_reason_code: str | None
    decided_on: date | None

    @property
    def source_group(self) -> Category:
        """The breakdown by source."""
        return "source_group", code.source_group(self.source_code)


@dataclass(slots=True)
class Referrals:
    """The referrals that count and the spells of need, of all children."""

    counted: list[Referral]
    needs: list[Need]


def referrals(evidence: Evidence) -> Referrals:
    """Every child's referrals and spells of need, in order of time."""
    by_child: dict[str, list[Row]] = defaultdict(list)
    for row in spans(evidence.table("mosaic.referral"), "referral_date", "close_date"):
        by_child[row["child_id"]].append(row)
    found = Referrals([], [])
    for child_id, rows in by_child.items():
        rows.sort(key=_place)
        needs = _needs(child_id, rows)
        found.needs += needs
        found.counted += _counted(evidence, rows, needs)
    return found


def _place(row: Row) -> tuple[object, ...]:
    """By day and time of recording; of those recorded at once the one that went further, closed first, by source."""
    recorded, referral_id = recorded_first(row, "referral_id")
    closed, source = row.get("close_date") or date.max, row.get("source_code") or "~"
    return row["referral_date"], recorded, bool(row.get("is_nfa")), closed, source, referral_id


def measures(evidence: Evidence, found: Referrals) -> list[Measure]:
    """The indicators about referrals."""
    received, by_source, nfa, repeated, health = Tally(), Tally(), Tally(), Tally(), Tally()
    not_in_need, by_previous, mixed = Tally(), Tally(), Tally()
    disabled = {
        row["child_id"]
        for row in evidence.table("mosaic.disability")
        if row.get("disability_code") not in (None, "NONE")
    }
    children: Seen[str] = Seen()
    repeated_children: Seen[str] = Seen()
    for referral in found.counted:
        child = evidence.children[referral.child_id]
        disability = "Disability recorded" if referral.child_id in disabled else "No disability recorded"
        received.add(
            referral.day, referral.source_group, ("age_band", referral.age_band),
            ("ethnicity_group", code.ethnicity_group(child.ethnicity_code)), ("disability", disability),
        )  # fmt: skip
        before = ("previous_close_reason", referral.previous_close_reason)
        by_previous.add(referral.day, referral.source_group, before)
        label = ("source_label", code.source_label(referral.source_code))
        by_source.add(referral.day, referral.source_group)
        mixed.add(referral.day, referral.source_group, label)
        children.add(referral.child_id, referral.day)
        if referral.is_nfa:
            nfa.add(referral.day, referral.source_group)
        elif referral.close_reason_code in CLOSED_AFTER_ASSESSMENT:
            not_in_need.add(referral.day, referral.source_group)
        if referral.is_re_referral:
            repeated.add(referral.day, referral.source_group, before)
            repeated_children.add(referral.child_id, referral.day)
        if code.is_health(referral.source_code):
            health.add(referral.day, label)

    def per_head(window: Window) -> Figures:
        return evidence.per_head(received.counts(window)[TOTAL], window, is_flow=True)

    def repeated_child(window: Window) -> Figures:
        return {TOTAL: (len(repeated_children.within(window)), len(children.within(window)))}

    return [
        count_of("RF01", received),
        Measure(indicator="RF02", scale=10_000, figures=per_head),
        share_of("RF03", repeated, by_previous),
        Measure(indicator="RF03C", scale=100, figures=repeated_child),
        share_of_all("RF05", mixed, mixed),
        share_of("RF07", nfa, by_source),
        share_of("RF08", not_in_need, by_source),
        _decided_in_time(found.counted),
        count_of("HE01", health),
    ]


def _decided_in_time(counted: list[Referral]) -> Measure:
    """One without a decision is late once its day has passed; until then nobody can say."""
    decided, in_time = Tally(), Tally()
    undecided: list[date] = []
    for referral in counted:
        if referral.decided_on is None:
            undecided.append(referral.day)
            continue
        decided.add(referral.day)
        if working_days(referral.day, referral.decided_on) <= DECISION_WORKING_DAYS:
            in_time.add(referral.day)
    return share_when_known("RF09", in_time, decided, undecided, DECISION_WORKING_DAYS)


def _ended(referral: Referral) -> str:
    """What became of a referral."""
    return "No further action" if referral.is_nfa else code.close_reason(referral.close_reason_code)


def _needs(child_id: str, rows: list[Row]) -> list[Need]:
    """Spells of need: one that begins while another is open, or on the same day, is part of it."""
    needs: list[Need] = []
    for row in rows:
        if row.get("is_nfa"):
            continue
        start, end = row["referral_date"], row.get("close_date")
        last = needs[-1] if needs else None
        if last and (last.end is None or start < last.end or start == last.start):
            if last.end and (end is None or end > last.end):
                last.end, last.close_reason_code = end, row.get("close_reason_code")
        else:
            needs.append(
                Need(child_id, start, end, row.get("primary_need_code"), row.get("close_reason_code"))
            )
    return needs


def _counted(evidence: Evidence, rows: list[Row], needs: list[Need]) -> list[Referral]:
    counted: list[Referral] = []
    days: set[date] = set()
    for row in rows:
        child, day = evidence.children[row["child_id"]], row["referral_date"]
        is_second_of_the_day = day in days
        days.add(day)
        is_during_need = any(need.start < day and (need.end is None or day < need.end) for need in needs)
        if is_second_of_the_day or is_during_need or child.is_adult(day):
            continue
        is_re_referral = any(months_before(day, 12) <= earlier.day < day for earlier in counted)
        counted.append(
            Referral(
                child.child_id,
                day,
                row.get("source_code"),
                bool(row.get("is_nfa")),
                is_re_referral,
                child.age_band(day),
                _ended(counted[-1]) if counted else "No earlier referral",
                row.get("close_reason_code") if row.get("close_date") else None,
                row["decided_at"].date() if row.get("decided_at") else None,
            )
        )
    return counted
