"""Children reported missing, and the interviews that they are offered when they return."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from sources.synthetic.entry import Row
from sources.synthetic.truth.child import is_adult
from sources.synthetic.truth.evidence import Evidence, category, spans
from sources.synthetic.truth.measure import Measure, count_of, median_of, share_of
from sources.synthetic.truth.moment import instant
from sources.synthetic.truth.tally import TOTAL, Amounts, Category, Figures, Tally
from sources.synthetic.truth.window import Window

IN_TIME = timedelta(hours=72)


@dataclass(slots=True)
class Episode:
    """A time for which a child was missing: the reports made in it and the log of its interviews."""

    child: str
    reports: list[Row]
    log: list[Row] = field(default_factory=list)

    @property
    def reported_on(self) -> date:
        """The day of the first report."""
        return self.reports[0]["reported_at"].date()  # type: ignore[no-any-return]

    @property
    def child_id(self) -> str | None:
        """The child in the case system, where a report names it."""
        return next((report["child_id"] for report in self.reports if report.get("child_id")), None)

    @property
    def returned_at(self) -> datetime | None:
        """When the child was found, else when the log says that the child returned."""
        found = [report["found_at"] for report in self.reports if report.get("found_at")]
        returned = [row["returned_at"] for row in self.log if row.get("returned_at")]
        return max(found or returned, default=None)

    def is_going_on(self, moment: datetime) -> bool:
        """Whether the child is still missing at that local moment."""
        return self.returned_at is None or instant(moment) < instant(self.returned_at)

    def says(self, column: str) -> bool:
        """Whether a row of the log says so."""
        return any(row.get(column) for row in self.log)

    def is_own(self, evidence: Evidence) -> bool:
        """Whether neither a report nor the log names another authority that placed the child."""
        return all(evidence.is_own(row.get("placing_authority")) for row in (*self.reports, *self.log))

    def placed_by(self, evidence: Evidence) -> Category:
        """Whose child it is."""
        return "placed_by", "This authority" if self.is_own(evidence) else "Other authority"

    @property
    def is_marked_not_required(self) -> bool:
        """Whether the log marks every one of its rows on the episode as needing no interview."""
        return bool(self.log) and all(row.get("is_required") is False for row in self.log)

    @property
    def reason_not_held(self) -> str:
        """What is known of why no interview was held; a blank offer or answer is never a refusal."""
        if self.says("is_accepted"):
            return "Accepted, not held"
        reasons = [row["reason_declined"] for row in self.log if row.get("reason_declined")]
        if any(row.get("is_accepted") is False for row in self.log):
            return f"Declined: {reasons[0]}" if reasons else "Declined"
        if not self.says("is_offered") and any(row.get("is_offered") is False for row in self.log):
            return "Not offered"
        return "Not recorded"

    @property
    def is_completed(self) -> bool:
        """Whether an interview was held."""
        return self.says("completed_at")

    @property
    def is_prompt(self) -> bool:
        """Whether an interview was held within 72 elapsed hours of the return, and not before it."""
        returned, held = (
            self.returned_at,
            [row["completed_at"] for row in self.log if row.get("completed_at")],
        )
        return returned is not None and any(
            timedelta() <= instant(completed) - instant(returned) <= IN_TIME for completed in held
        )


def measures(evidence: Evidence, episodes: list[Episode]) -> list[Measure]:
    """The indicators about missing children."""
    return [*_report_measures(evidence, episodes), *_interview_measures(evidence, episodes)]


def _report_measures(evidence: Evidence, episodes: list[Episode]) -> list[Measure]:
    reports, waits = Tally(), Amounts()
    noted: list[tuple[date, str, list[Category]]] = []
    for episode in episodes:
        first, day = episode.reports[0], episode.reported_on
        if is_of_adult(evidence, first, day):
            continue
        named = [
            category("risk_grade", first.get("risk_grade")),
            category("missing_from", first.get("missing_from")),
            episode.placed_by(evidence),
        ]
        reports.add(day, *named)
        noted.append((day, episode.child, named))
        notified = first.get("notified_at")
        if notified and notified >= first["reported_at"]:
            waits.add(day, _hours(first["reported_at"], notified))

    @cache
    def by_child(first: date, last: date) -> dict[Category, Counter[str]]:
        """How often each child was reported from `first` to `last`, together and in each category."""
        found: dict[Category, Counter[str]] = {TOTAL: Counter()}
        for day, child, named in noted:
            if first <= day <= last:
                for key in (TOTAL, *named):
                    found.setdefault(key, Counter())[child] += 1
        return found

    def children(window: Window) -> Figures:
        return {key: (len(seen), None) for key, seen in by_child(window.start, window.end).items()}

    def repeated(first: date, last: date) -> Figures:
        found = by_child(first, last)
        often = {child for child, count in found[TOTAL].items() if count > 1}
        return {key: (len(often & set(seen)), len(seen)) for key, seen in found.items()}

    def of_repeated(window: Window) -> Figures:
        found = by_child(window.start, window.end)
        often = {child for child, count in found[TOTAL].items() if count > 1}
        return {
            key: (sum(count for child, count in seen.items() if child in often), seen.total())
            for key, seen in found.items()
        }

    return [
        count_of("MH01", reports),
        Measure(indicator="MH02", figures=children),
        Measure(indicator="MH03", scale=100, figures=lambda window: repeated(window.start, window.end)),
        Measure(
            indicator="MH03R",
            scale=100,
            figures=lambda window: repeated(window.end - timedelta(days=89), window.end),
        ),
        median_of("MH09", waits),
        Measure(indicator="MH04", scale=100, figures=of_repeated),
    ]


def _interview_measures(evidence: Evidence, episodes: list[Episode]) -> list[Measure]:
    due, offered, accepted, completed, prompt = Tally(), Tally(), Tally(), Tally(), Tally()
    not_held = Tally()
    for episode in episodes:
        first = episode.reports[0]
        if episode.returned_at is None or episode.is_marked_not_required:
            continue
        day = episode.returned_at.date()
        if is_of_adult(evidence, first, day):
            continue
        steps = {
            due: True,
            offered: episode.says("is_offered"),
            accepted: episode.says("is_accepted"),
            completed: episode.is_completed,
            prompt: episode.is_prompt,
        }
        reached = [tally for tally, is_reached in steps.items() if is_reached]
        if not episode.is_own(evidence):
            for tally in reached:
                tally.add_apart(day, episode.placed_by(evidence))
            continue
        place = category("missing_from", first.get("missing_from"))
        for tally in reached:
            tally.add(day, place, episode.placed_by(evidence))
        if not episode.is_completed:
            not_held.add(day, ("reason", episode.reason_not_held))

    return [
        share_of("MH05", offered, due),
        share_of("MH06", accepted, offered),
        share_of("MH07", prompt, due),
        share_of("MH07B", prompt, accepted),
        share_of("MH07C", prompt, completed),
        count_of("MH10", not_held),
    ]


def missing_episodes(evidence: Evidence) -> list[Episode]:
    """A second report made before the child was found belongs to the episode of the first."""
    reports = spans(evidence.latest("police.missing_report", "report_id"), "reported_at", "found_at")
    log: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.latest("eisi.return_interview", "interview_id"):
        if row.get("report_id"):
            log[row["report_id"]].append(row)
    reports = _in_order(reports)
    child_of_nominal = {row["nominal_id"]: row["child_id"] for row in reports if row.get("child_id")}
    last: dict[str, Episode] = {}
    episodes: list[Episode] = []
    for report in reports:
        child = report.get("child_id") or child_of_nominal.get(report["nominal_id"]) or report["nominal_id"]
        if child not in last or not last[child].is_going_on(report["reported_at"]):
            last[child] = Episode(child, [])
            episodes.append(last[child])
        last[child].reports.append(report)
        last[child].log += log.get(report["report_id"], [])
    return episodes


def _hours(start: datetime, end: datetime) -> Decimal:
    """Elapsed hours."""
    return Decimal((instant(end) - instant(start)) // timedelta(seconds=1)) / 3600


def _in_order(reports: list[Row]) -> list[Row]:
    return sorted(reports, key=lambda report: (instant(report["reported_at"]), report["report_id"]))


def is_of_adult(evidence: Evidence, report: Row, day: date) -> bool:
    """By the police's date of birth, else by the case system's."""
    known = evidence.children[report["child_id"]].birth_date if report.get("child_id") else None
    return is_adult(report.get("birth_date") or known, day)
