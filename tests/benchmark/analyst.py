"""What a good council analyst does today: one pandas and openpyxl script for a month's scorecard.

It reads the same files as `refresh` with pandas (workbooks by openpyxl), turns text into dates, flags and numbers, leaves
out cells and rows that do not fit, rows without what they must have, duplicates, and rows whose dates are in the wrong
order, counts the rows that break the other rules, then takes one window after another, filters and groups, and writes a
workbook with a chart an indicator. Everything is written as an analyst writes it who knows pandas well: columns at a
time, never row by row; but a window at a time.

It counts `len(INDICATORS)` of the product's indicators, each with at most one of its breakdowns, and fewer of its rules
(`CHECKS`). Whoever compares must scale for that and say so; what it counts must equal the product's figures, or the
comparison does not count (`tests/test_benchmark.py`).

Run as `python -m tests.benchmark.analyst FOLDER`, with what `tests.benchmark.prepared` made.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.chart import LineChart, Reference

from tests.benchmark.inbox_files import authorities, wanted
from tests.benchmark.stages import Stopwatch

Frame = pd.DataFrame
Tables = dict[str, Frame]
NOTHING = ["", "-", "--", "n/a", "na", "null", "nil"]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
MOMENTS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", *DAYS]

CHECKS: dict[str, list[tuple[bool, Callable[[Frame], Any]]]] = {
    "mosaic.person": [(False, lambda t: t.death_date < t.birth_date)],
    "mosaic.contact": [
        (True, lambda t: t.decided_at < t.received_at),
        (False, lambda t: t.outcome_sent_at < t.decided_at),
        (False, lambda t: t.recorded_on < t.received_on),
    ],
    "mosaic.referral": [
        (True, lambda t: t.close_date < t.referral_date),
        (False, lambda t: t.decided_on < t.referral_date),
        (False, lambda t: t.close_date.notna() & t.close_reason_code.isna()),
        (False, lambda t: t.close_date.isna() & t.close_reason_code.notna()),
    ],
    "mosaic.assessment": [
        (True, lambda t: t.authorised_date.notna() & t.start_date.isna()),
        (True, lambda t: t.authorised_date < t.start_date),
    ],
    "mosaic.section_47": [
        (True, lambda t: t.end_date < t.start_date),
        (False, lambda t: t.end_date.notna() & t.is_nfa.isna()),
    ],
    "mosaic.conference": [(False, lambda t: t.conference_date.dt.day_of_week > 4)],
    "mosaic.cin_plan": [(True, lambda t: t.end_date < t.start_date)],
    "mosaic.cp_plan": [(True, lambda t: t.end_date <= t.start_date)],
    "mosaic.looked_after_episode": [(False, lambda t: t.ceased_date < t.start_date)],
    "mosaic.involvement": [(False, lambda t: t.end_date < t.start_date)],
    "mosaic.professional": [(False, lambda t: t.fte > 1)],
    "eisi.early_help_episode": [
        (False, lambda t: t.plan_end_date < t.plan_start_date),
        (False, lambda t: t.assessment_date < t.request_date),
        (False, lambda t: t.plan_end_date.notna() & t.closure_reason.isna()),
    ],
    "eisi.return_interview": [(False, lambda t: t.completed_at < t.returned_at)],
    "police.missing_report": [
        (True, lambda t: t.found_at < t.reported_at),
        (False, lambda t: t.notified_at < t.reported_at),
    ],
    "police.domestic_abuse_incident": [(False, lambda t: t.survivor_age < 16)],
    "police.online_crime": [(False, lambda t: t.victim_age >= 18)],
    "police.concern_notice": [(False, lambda t: t.sent_at < t.incident_at)],
    "police.custody": [(False, lambda t: (t.age >= 18) | (t.age < 10))],
    "workforce.post": [(False, lambda t: t.fte > 1), (False, lambda t: t.leaving_date < t.start_date)],
    "partnership.escalation": [(False, lambda t: t.resolved_date < t.raised_date)],
}
"""What is wrong of rows of each table, and whether such rows are left out."""


def read(files: dict[str, list[Path]], layouts: dict[str, Any]) -> Tables:
    """Every table as text, in the order of the files."""
    found: dict[str, list[Frame]] = {}
    for agency, paths in files.items():
        ours = {name: layout for name, layout in layouts.items() if name.startswith(agency)}
        for path in paths:
            if path.suffix == ".csv":
                raw = pd.read_csv(path, dtype=str, keep_default_na=False)
                headed = max(ours, key=lambda name: len(set(raw.columns) & set(ours[name]["headings"])))
                found.setdefault(headed, []).append(raw)
            elif agency == "health":
                pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="openpyxl")
            else:
                for table, raw in _sheets(path, ours):
                    found.setdefault(table, []).append(raw)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in found.items()}


def _sheets(path: Path, layouts: dict[str, Any]) -> Iterator[tuple[str, Frame]]:
    month_end = pd.Period(path.parent.parent.name, "M").end_time.normalize()
    book = pd.read_excel(
        path, sheet_name=None, header=None, dtype=str, keep_default_na=False, engine="openpyxl"
    )
    for cells in book.values():
        for index in range(min(12, len(cells))):
            heads = list(cells.iloc[index])
            table = next((name for name in layouts if set(layouts[name]["needed"]) <= set(heads)), None)
            if table:
                rows = cells.iloc[index + 1 :].set_axis(heads, axis=1)
                rows = rows[(rows != "").any(axis=1)].loc[:, [bool(head) for head in heads]]
                yield table, rows.assign(month_end=month_end)
                break


def typed(raw: Frame, layout: dict[str, Any]) -> Frame:
    """Text as dates, flags, numbers and codes, without the rows whose cells do not fit or that lack what they must
    have."""
    made, fits = {}, pd.Series(True, index=raw.index)
    for each in layout["columns"]:
        name = each["name"]
        if each["heading"] not in raw.columns:
            made[name] = _cast(pd.Series(pd.NA, index=raw.index, dtype="str"), each)
        else:
            text = raw[each["heading"]].str.strip()
            text = text.mask(text.str.lower().isin(NOTHING))
            made[name] = _cast(text, each)
            if each["kind"] != "authority":
                fits &= ~(text.notna() & made[name].isna())
        if each["required"]:
            fits &= made[name].notna()
        if each["kind"] == "moment":
            made[each["local_day"]] = made[name].dt.normalize()
            made[name] = made[name].dt.tz_localize("Europe/London", ambiguous=True, nonexistent="NaT")
    if "month_end" in raw.columns:
        made["extract_month_end"] = raw["month_end"]
    return Frame(made)[fits]


def _cast(text: "pd.Series[Any]", said: dict[str, Any]) -> "pd.Series[Any]":
    match said["kind"]:
        case "identifier":
            return text.str.replace(r"\.0$", "", regex=True).str.upper()
        case "day":
            return _dates(text.str.slice(0, 10), DAYS)
        case "moment":
            return _dates(text, MOMENTS)
        case "flag":
            return text.str.lower().map({"y": True, "n": False})
        case "whole" | "decimal":
            return pd.to_numeric(text, errors="coerce")
        case "code" | "label":
            return text.str.lower().map(said["known"])
        case _:
            return text


def _dates(text: "pd.Series[Any]", forms: list[str]) -> "pd.Series[Any]":
    found = pd.to_datetime(text, format=forms[0], errors="coerce")
    for form in forms[1:]:
        if not (missing := found.isna() & text.notna()).any():
            break
        found[missing] = pd.to_datetime(text[missing], format=form, errors="coerce")
    return found


def checked(frame: Frame, table: str, layout: dict[str, Any], found: dict[str, int]) -> Frame:
    """The rows that are believed; how many broke which rule is counted in `found`."""
    for number, (sets_aside, is_wrong) in enumerate(CHECKS.get(table, [])):
        wrong = is_wrong(frame)
        found[f"{table} {number}"] = int(wrong.sum())
        if sets_aside:
            frame = frame[~wrong]
    for each in layout["columns"]:
        if each["kind"] in ("day", "moment") and not each["future"]:
            day = frame[each.get("local_day") or each["name"]]
            found[f"{table} {each['name']} late"] = int((day > pd.Timestamp(layout["month_end"])).sum())
    if not layout["key"]:
        return frame
    alone = frame.drop_duplicates(layout["key"], keep=layout["keep"])
    found[f"{table} duplicates"] = len(frame) - len(alone)
    return alone


class Core:
    """The tables with what several indicators need of them."""

    def __init__(self, tables: Tables, said: dict[str, Any]) -> None:
        self._holidays = np.array(said["bank_holidays"], dtype="datetime64[D]")
        person = tables["mosaic.person"]
        adult = person.birth_date + pd.DateOffset(years=18)
        leap = (person.birth_date.dt.month == 2) & (person.birth_date.dt.day == 29)
        adult = adult.where(~leap, adult + pd.Timedelta(days=1))
        self._people = Frame(
            {
                "child_id": person.child_id,
                "adult": adult,
                "birth": person.birth_date,
                "expected": person.expected_birth_date,
                "family_id": person.family_id,
            }
        )
        teams = tables["mosaic.team"].set_index("team_id").team_name
        groups, categories = said["source_groups"], said["categories"]
        contact = self._with_child(tables["mosaic.contact"])
        contact["source_group"] = contact.source_code.map(groups).fillna("Not recorded")
        contact["is_quick"] = (contact.decided_at >= contact.received_at) & (
            contact.decided_at <= contact.received_at + pd.Timedelta(hours=24)
        )
        self.contact = _minors(contact, "received_on")
        self.referral = self._referrals(tables["mosaic.referral"], groups)
        assessment = self._with_child(tables["mosaic.assessment"])
        assessment["team_name"] = assessment.team_id.map(teams).fillna("Not recorded")
        assessment["working_days"] = self._working_days(assessment.start_date, assessment.authorised_date)
        self.assessment = _minors(assessment, "authorised_date")
        self.enquiry = _minors(self._with_child(tables["mosaic.section_47"]), "start_date")
        self.conference = _minors(self._with_child(tables["mosaic.conference"]), "conference_date")
        plan = self._with_child(tables["mosaic.cp_plan"])
        plan = plan[plan.is_other_authority.fillna(False) != True]  # noqa: E712 - of objects
        latest = plan.latest_category_code.fillna(plan.initial_category_code)
        plan["category"] = latest.map(categories).fillna("Not recorded")
        plan["first_category"] = plan.initial_category_code.map(categories).fillna("Not recorded")
        earlier = plan.sort_values(["start_date", "recorded_at"]).groupby("child_id").cumcount()
        plan["previous"] = plan.previous_plan_count.fillna(earlier)
        self.plan = plan
        self.visit = tables["mosaic.cp_visit"][["plan_id", "visit_date", "is_seen"]]
        flag = tables["police.vulnerability_flag"]
        known = flag.groupby(["incident_id", "flag_type"]).agg(
            incident_date=("incident_date", "min"), age=("victim_age", "min"),
            asked=("flag_type", "size"), told=("victim_age", "count"),
        ).reset_index()  # fmt: skip
        self.flag = known[(known.asked != known.told) | (known.age < 18)]
        crime = tables["police.online_crime"]
        crime = crime[crime.victim_age.isna() | (crime.victim_age < 18)]
        self.crime = crime.assign(offence_group=crime.offence_group.fillna("Not recorded"))
        abuse = tables["police.domestic_abuse_incident"]
        self.abuse = abuse.assign(risk_grade=abuse.risk_grade.fillna("Not recorded"))
        notice = tables["police.concern_notice"]
        # a midnight of the workbook may be a day alone, whose last minute counts
        midnight = notice.sent_at == notice.sent_at.dt.normalize()
        notice = notice.assign(
            sent_at=notice.sent_at + pd.to_timedelta(midnight.astype(int) * 1439, unit="min")
        )
        notice = notice[~(notice.sent_at < notice.incident_at)]
        quick = notice.sent_at <= notice.incident_at + pd.Timedelta(hours=24)
        kind = notice.notice_type.fillna("Not recorded")
        self.notice = notice.assign(is_quick=quick, notice_type=kind)
        escalation = tables["partnership.escalation"]
        self.escalation = escalation.assign(theme=escalation.theme.fillna("Not recorded"))
        training = tables["partnership.training"]
        self.training = training.assign(agency=training.agency.fillna("Not recorded"))

    def _with_child(self, frame: Frame) -> Frame:
        return frame.merge(self._people, on="child_id", how="left")

    def _working_days(self, start: "pd.Series[Any]", end: "pd.Series[Any]") -> "pd.Series[Any]":
        """Working days from one day to another, the first being day 0."""
        days, is_known = pd.Series(np.nan, index=start.index), start.notna() & end.notna()
        after = [
            (day[is_known] + pd.Timedelta(days=1)).to_numpy().astype("datetime64[D]") for day in (start, end)
        ]
        days[is_known] = np.busday_count(after[0], after[1], holidays=self._holidays)
        return days

    def _referrals(self, referral: Frame, groups: dict[str, str]) -> Frame:
        """The referrals that count: a child's first of a day, while no episode of an earlier one is open."""
        order = ["child_id", "referral_date", "recorded_at", "referral_id"]
        ours = self._with_child(referral).sort_values(order, na_position="last")
        is_nfa = ours.is_nfa.map(lambda flag: flag is True)
        open_until = ours.close_date.fillna(pd.Timestamp("2262-01-01")).where(~is_nfa)
        before = open_until.groupby(ours.child_id).transform(lambda days: days.ffill().cummax().shift())
        is_first = ours.groupby(["child_id", "referral_date"]).cumcount() == 0
        stands = ours[is_first & (before.isna() | (before <= ours.referral_date))].copy()
        previous = stands.groupby("child_id").referral_date.shift()
        stands["is_again"] = (previous + pd.DateOffset(months=12)) >= stands.referral_date
        stands["is_nfa"] = is_nfa[stands.index]
        stands["source_group"] = stands.source_code.map(groups).fillna("Not recorded")
        return _minors(stands, "referral_date")

    def last_seen(self, plans: Frame, day: pd.Timestamp) -> Frame:
        """Plans in force with the working days from their start, and from the last visit that saw the child, to a
        day."""
        seen = self.visit[(self.visit.is_seen == True) & (self.visit.visit_date <= day)]  # noqa: E712
        last = plans.plan_id.map(seen.groupby("plan_id").visit_date.max())
        end = pd.Series(day, index=plans.index)
        begun = plans[["start_date", "birth"]].max(axis=1)
        known = plans.assign(since=self._working_days(last, end), age=self._working_days(begun, end))
        return known[known.age >= 10]


def _minors(frame: Frame, day: str) -> Frame:
    return frame[frame.adult.isna() | (frame.adult > frame[day])]


def _flow(
    table: str,
    day: str,
    by: str = "",
    part: Callable[[Frame], Any] | None = None,
    whole: Callable[[Frame], Frame] | None = None,
    total: str = "",
    is_total: bool = True,
) -> Callable[[Core, pd.Timestamp, pd.Timestamp], Iterator[tuple[str, float, float | None]]]:
    """An indicator of what happened in a window: category ('' for all), number, and the whole where it is a share."""

    def count(
        core: Core, start: pd.Timestamp, end: pd.Timestamp
    ) -> Iterator[tuple[str, float, float | None]]:
        frame = getattr(core, table)
        frame = frame[(frame[day] >= start) & (frame[day] <= end)]
        if whole:
            frame = whole(frame)
        if part:
            frame = frame.assign(_part=part(frame))
        sets = ([("", frame)] if is_total and len(frame) else []) + (list(frame.groupby(by)) if by else [])
        for category, rows in sets:
            number = rows["_part"].sum() if part else rows[total].sum() if total else len(rows)
            yield str(category), float(number), float(len(rows)) if part else None

    return count


def _distinct(table: str, day: str, column: str) -> Callable[..., Iterator[tuple[str, float, float | None]]]:
    def count(
        core: Core, start: pd.Timestamp, end: pd.Timestamp
    ) -> Iterator[tuple[str, float, float | None]]:
        frame = getattr(core, table)
        number = frame[(frame[day] >= start) & (frame[day] <= end)][column].nunique()
        if number:
            yield "", float(number), None

    return count


def _plans(core: Core, end: pd.Timestamp) -> Frame:
    plan = core.plan
    is_open = (plan.start_date <= end) & (plan.end_date.isna() | (plan.end_date > end))
    return plan[is_open & (plan.adult.isna() | (plan.adult > end))]


def _open_children(
    core: Core, start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[tuple[str, float, float | None]]:
    yield "", float(_plans(core, end).child_id.nunique()), None


def _open_by_category(
    core: Core, start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[tuple[str, float, float | None]]:
    plans = _plans(core, end)
    yield "", float(len(plans)), None
    for category, rows in plans.groupby("category"):
        yield str(category), float(len(rows)), None


def _visited(core: Core, start: pd.Timestamp, end: pd.Timestamp) -> Iterator[tuple[str, float, float | None]]:
    plans = _plans(core, end)
    plans = core.last_seen(plans[plans.birth.notna() | plans.expected.isna()], end)
    if len(plans):
        yield "", float((plans.since <= 10).sum()), float(len(plans))


def _started(plans: Frame) -> Frame:
    return plans[plans.adult.isna() | (plans.adult > plans.start_date)]


def _ended(plans: Frame) -> Frame:
    return plans[plans.adult.isna() | (plans.adult > plans.end_date)]


INDICATORS: dict[str, tuple[str, Callable[..., Iterator[tuple[str, float, float | None]]]]] = {
    "FD01": ("source_group", _flow("contact", "received_on", "source_group")),
    "FD02": ("source_group", _flow("contact", "received_on", "source_group", lambda t: t.is_quick)),
    "FD01C": ("", _distinct("contact", "received_on", "child_id")),
    "FD01F": ("", _distinct("contact", "received_on", "family_id")),
    "RF01": ("source_group", _flow("referral", "referral_date", "source_group")),
    "RF03": ("source_group", _flow("referral", "referral_date", "source_group", lambda t: t.is_again)),
    "RF07": ("source_group", _flow("referral", "referral_date", "source_group", lambda t: t.is_nfa)),
    "AS01": ("team_name", _flow("assessment", "authorised_date", "team_name")),
    "AS02": (
        "team_name",
        _flow(
            "assessment",
            "authorised_date",
            "team_name",
            lambda t: t.working_days.between(0, 45),
            lambda t: t[t.start_date.notna()],
        ),
    ),
    "AS05": (
        "team_name",
        _flow(
            "assessment",
            "authorised_date",
            "team_name",
            lambda t: t.is_child_seen == True,  # noqa: E712 - of objects
            lambda t: t[(t.birth <= t.authorised_date) | (t.birth.isna() & t.expected.isna())],
        ),
    ),
    "SP04": ("", _flow("enquiry", "start_date")),
    "SP05": ("", _flow("conference", "conference_date")),
    "CP01": ("", _open_children),
    "CP03": ("category", _flow("plan", "start_date", "first_category", whole=_started)),
    "CP04": ("", _flow("plan", "end_date", whole=_ended)),
    "CP06": ("category", _open_by_category),
    "CP07": ("", _flow("plan", "start_date", part=lambda t: t.previous >= 1, whole=_started)),
    "CP12": ("", _visited),
    "PO01N": ("risk_grade", _flow("abuse", "incident_date", "risk_grade")),
    "PO02": ("flag_type", _flow("flag", "incident_date", "flag_type", is_total=False)),
    "PO03": ("offence_group", _flow("crime", "crime_date", "offence_group")),
    "PO05": ("notice_type", _flow("notice", "sent_on", "notice_type", lambda t: t.is_quick)),
    "PA01N": ("theme", _flow("escalation", "raised_date", "theme")),
    "PA03": ("agency", _flow("training", "course_date", "agency", total="attendees")),
}
"""What is counted: the product's reference, the breakdown, and how."""


def counted(
    core: Core, periods: list[tuple[str, str, str, str]]
) -> dict[tuple[str, str, str, str], tuple[float, float | None]]:
    """The number and the whole by reference, window, breakdown and category: a window at a time."""
    found = {}
    for ref, (by, count) in INDICATORS.items():
        for period, _, start, end in periods:
            for category, number, whole in count(core, pd.Timestamp(start), pd.Timestamp(end)):
                found[ref, period, by if category else "", category] = (number, whole)
    return found


def write(figures: dict[Any, tuple[float, float | None]], periods: list[Any], path: Path) -> None:
    """The workbook: a sheet a window, a chart an indicator."""
    book = openpyxl.Workbook()
    for window in ("quarter", "month", "year"):
        sheet = book.create_sheet(window)
        wanted_here = [period for period, name, _, _ in periods if name == window]
        sheet.append(["Indicator", "Category", *wanted_here])
        for ref, category in sorted({(ref, category) for ref, _, _, category in figures}):
            by = INDICATORS[ref][0] if category else ""
            line: list[Any] = [ref, category]
            for period in wanted_here:
                number, whole = figures.get((ref, period, by, category), (None, None))
                line.append(number / whole if number is not None and whole else number)
            sheet.append(line)
            for cell in sheet[sheet.max_row][2:]:
                cell.number_format = "#,##0.0"
    charts, months = book.create_sheet("charts"), book["month"]
    totals = [row[0].row for row in months.iter_rows(min_row=2, max_col=2) if not row[1].value]
    for number, row in enumerate(totals):
        chart = LineChart()
        chart.title, chart.height, chart.width = str(months.cell(row, 1).value), 6, 12
        chart.add_data(Reference(months, min_col=3, max_col=months.max_column, min_row=row), from_rows=True)
        chart.set_categories(Reference(months, min_col=3, max_col=months.max_column, min_row=1))
        charts.add_chart(chart, f"{'AH'[number % 2]}{1 + number // 2 * 13}")
    book.remove(book.worksheets[0])
    book.save(path)


def main() -> None:
    """One authority after another, as one would; what each stage took."""
    watch = Stopwatch()
    watch.turn("read")
    folder = Path(sys.argv[1])
    said = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    layouts, periods = said["tables"], said["periods"]
    rows, queried, everything = 0, 0, {}
    for code, inbox in authorities(Path(said["inbox"]), said["authority"]).items():
        watch.turn("read")
        raw = read(wanted(inbox, said["month"]), layouts)
        rows += sum(map(len, raw.values()))
        watch.turn("validate")
        found: dict[str, int] = {}
        tables = {
            table: checked(typed(frame, layouts[table]), table, layouts[table], found)
            for table, frame in raw.items()
        }
        queried += sum(found.values())
        watch.turn("core")
        core = Core(tables, said)
        watch.turn("indicators")
        figures = counted(core, periods)
        watch.turn("outputs")
        write(figures, periods, folder / f"analyst-{code}.xlsx")
        everything[code] = figures
    if "--figures" in sys.argv:
        told = [[code, *key, *pair] for code, found in everything.items() for key, pair in found.items()]
        (folder / "analyst.json").write_text(json.dumps(told), encoding="utf-8")
    answer = {
        "rows": rows,
        "authorities": len(everything),
        "indicators": len(INDICATORS),
        "tables": sum(1 + bool(by) for by, _ in INDICATORS.values()),
        "figures": sum(map(len, everything.values())),
        "queried": queried,
    }
    print(json.dumps({**answer, **watch.told()}))


if __name__ == "__main__":
    main()
