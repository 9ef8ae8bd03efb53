"""What is known otherwise than it was published is told: exactly those figures, both numbers, causes and rows."""

import csv
import io
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipelines.builds import SQL, Plan, build_path
from pipelines.database import database
from pipelines.figures.ripening import event_tables, provisional
from pipelines.intake.delivery import Delivery
from pipelines.publication.drafts import audiences_of
from pipelines.publication.editions import FrozenFileBroken, editions
from pipelines.publication.publication import Publication
from pipelines.publication.published_figures import published_figures
from pipelines.publication.signing import publish
from pipelines.questions import past
from pipelines.restating.changes import RowChanges
from pipelines.restating.counted import in_short
from pipelines.restating.files import is_restated, write_restatements
from pipelines.restating.possible import possible
from pipelines.restating.reasons import CORRECTED, DELETED, LATE, LATE_FILE, RESUBMITTED
from pipelines.restating.report import restatements
from pipelines.status.status import status
from scorecards.indicator import indicators
from scorecards.period import Month, Quarter
from scorecards.restatement import key_of, revised, ripening
from scorecards.restatement_report import Restatements
from scorecards.value import OK, PROVISIONAL, REVISED, WITHHELD, Value, Values
from tests.made_up_inbox import MARCH, MISSING_FEBRUARY, MISSING_MARCH, Partnership, query, refreshed

QUARTER = Quarter.parse("2022-23-Q4")


def value(ref: str, count: int | None, state: str = OK, period: str = "month:2023-03") -> Value:
    return Value(
        authority="370", indicator=ref, period_id=period, window_name="month", period_start=date(2023, 3, 1),
        period_end=date(2023, 3, 31), breakdown="", category="", numerator=None if count is None else Decimal(count),
        denominator=None, value=None if count is None else float(count), unit="count", state=state,
    )  # fmt: skip


# What readers are told.

counts = st.one_of(st.none(), st.integers(0, 9))


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=12))
def test_exactly_the_figures_that_were_shown_otherwise_are_marked_and_the_change_adds_up(
    pairs: list[tuple[int | None, int | None]],
) -> None:
    """None stands for a withheld figure, then or now."""

    def row(number: int, count: int | None) -> Value:
        return value(f"AA{number:02d}", count, OK if count is not None else WITHHELD)

    was = [row(number, before) for number, (before, _) in enumerate(pairs)]
    now = Values.of(row(number, after) for number, (_, after) in enumerate(pairs))
    first = {key_of(each): (each, "an edition") for each in was if each.state != WITHHELD}
    shown, lines = revised(now, first, {}, {})
    expected = {
        f"AA{number:02d}"
        for number, (before, after) in enumerate(pairs)
        if before is not None and after is not None and before != after
    }
    assert {line.indicator for line in lines} == expected
    assert {each.indicator for each in shown.rows if REVISED in each.marks} == expected
    for line in lines:
        before, after = pairs[int(line.indicator[2:])]
        assert before is not None and after is not None
        assert (line.was.number, line.now.number) == (before, after)
        sign = {"up": 1, "down": -1}[line.change_words.split()[0]]
        assert before + sign * int(line.change_words.split()[1]) == after
    assert [replace(each, marks=()) for each in shown.rows] == list(now.rows)


def test_what_was_never_supplied_and_now_is_counts_as_revised_and_a_withheld_figure_never() -> None:
    absent, hidden, shown = (
        value("AA01", None, "not_supplied"),
        value("AA01", None, WITHHELD),
        value("AA01", 8),
    )
    for was, now, is_told in (
        (absent, shown, True),
        (shown, absent, True),
        (hidden, shown, False),
        (shown, hidden, False),
    ):
        _, lines = revised(Values.of([now]), {key_of(was): (was, "an edition")}, {}, {})
        assert bool(lines) == is_told


def test_a_provisional_figure_is_marked_and_a_withheld_one_is_not() -> None:
    both = Values.of([value("AA01", 8), value("AA02", None, WITHHELD)])
    marked = ripening(both, {("AA01", "month:2023-03"), ("AA02", "month:2023-03")})
    assert [each.marks for each in marked.rows] == [(PROVISIONAL,), ()]


# Which rows.

Row = tuple[int, date]


def delivery(name: str, month: str) -> Delivery:
    return Delivery(
        delivery_id=name, authority="370", month=month, agency="police", sha256=name * 8, reading="r", verdict="accepted",
        reason="", parts=(), ignored={},
    )  # fmt: skip


def build_of(path: Path, held: dict[str, dict[int, date]]) -> Path:
    """A build with nothing but hate crimes: by delivery, the day of each incident."""
    lines = [
        ("370", name, 1, number, f"{incident:024x}", day, "Race", False)
        for name, incidents in held.items()
        for number, (incident, day) in enumerate(sorted(incidents.items()), start=1)
    ]
    names = [
        "authority",
        "delivery_id",
        "sheet_number",
        "row_number",
        "incident_id",
        "incident_date",
        "strand",
        "is_online",
    ]
    rows = pl.DataFrame(lines, schema=names, orient="row").with_columns(
        pl.col("incident_date").cast(pl.Date), pl.col("sheet_number", "row_number").cast(pl.Int32)
    )
    with database(path) as connection:
        connection.register("incoming", rows)
        connection.execute("create schema police")
        connection.execute("create table police.hate_crime as select * from incoming")
    return path


ANCHOR = 99
days = st.dates(date(2023, 1, 1), date(2023, 3, 31))


@settings(max_examples=8, deadline=None)
@given(
    st.dictionaries(st.integers(1, 30), days, max_size=12),
    st.dictionaries(st.integers(1, 30), days, max_size=12),
)
def test_every_row_that_is_new_gone_or_otherwise_is_found_and_no_other(
    was: dict[int, date], now: dict[int, date]
) -> None:
    was, now = ({**each, ANCHOR: date(2023, 1, 1)} for each in (was, now))  # an empty file is in no build
    with TemporaryDirectory() as folder:
        first = build_of(Path(folder) / "a.duckdb", {"d1": was})
        second = build_of(Path(folder) / "b.duckdb", {"d2": now})
        found = RowChanges(
            first, second, {"d1": delivery("d1", "2023-03"), "d2": delivery("d2", "2023-03")}
        ).rows
    told = {
        (int(key.partition("|")[0], 16), cause)
        for key, cause in found.select("record_key", "cause").iter_rows()
    }
    expected = {(number, RESUBMITTED) for number in now.keys() - was.keys()}
    expected |= {(number, DELETED) for number in was.keys() - now.keys()}
    expected |= {(number, CORRECTED) for number in was.keys() & now.keys() if was[number] != now[number]}
    assert told == expected and found.height == len(expected)
    added = sum(cause == RESUBMITTED for _, cause in told)
    gone = sum(cause == DELETED for _, cause in told)
    assert len(was) + added - gone == len(now)
    for key, cause, columns, named in found.select("record_key", "cause", "columns", "days").iter_rows():
        number = int(key.partition("|")[0], 16)
        assert columns == (["incident_date"] if cause == CORRECTED else [])
        assert named == sorted({day for day in (was.get(number), now.get(number)) if day})


@pytest.mark.parametrize(
    ("month", "cause"),
    [("2023-04", LATE), ("2023-03", RESUBMITTED), ("2023-02", LATE_FILE), ("2023-01", RESUBMITTED)],
)
def test_a_new_row_is_late_for_one_of_three_reasons(tmp_path: Path, month: str, cause: str) -> None:
    day = date(2023, 1, 5)
    first = build_of(tmp_path / "a.duckdb", {"d1": {1: day}, "d2": {2: day}})
    second = build_of(tmp_path / "b.duckdb", {"d1": {1: day}, "d2": {2: day}, "d3": {3: day}})
    known = {"d1": delivery("d1", "2023-01"), "d2": delivery("d2", "2023-03"), "d3": delivery("d3", month)}
    (found,) = RowChanges(first, second, known).rows.iter_rows(named=True)
    assert (found["cause"], found["month"], found["file_hash"]) == (cause, month, ("d3" * 8)[:12])
    assert "PO04" in found["indicators"] or found["indicators"]


def test_builds_of_another_version_are_compared_by_what_both_hold(tmp_path: Path) -> None:
    """The older one knows no `is_online` and no custody; what it says of an incident's day is still held against today's."""
    first = build_of(tmp_path / "a.duckdb", {"d1": {1: date(2023, 1, 5), 2: date(2023, 1, 6)}})
    second = build_of(tmp_path / "b.duckdb", {"d2": {1: date(2023, 1, 5), 2: date(2023, 1, 7)}})
    with database(first) as older, database(second) as newer:
        older.execute("alter table police.hate_crime drop column is_online")
        newer.execute("create table police.custody as select '370' as authority")
    known = {name: delivery(name, "2023-03") for name in ("d1", "d2")}
    (found,) = RowChanges(first, second, known).rows.iter_rows(named=True)
    assert (found["cause"], found["columns"]) == (CORRECTED, ["incident_date"])


# A quarter is published, its inbox changes, it is published again.


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """A quarter that is published, to be copied."""
    place = refreshed(tmp_path_factory.mktemp("published"))
    Publication(place.home, QUARTER).draft(["executive"])
    publish(place.home, QUARTER, by="Ann Example")
    return place


@pytest.fixture
def place(out: Partnership, tmp_path: Path) -> Partnership:
    copy = Partnership(tmp_path / "copy")
    shutil.copytree(out.folder, copy.folder, dirs_exist_ok=True)
    copy._clock = out._clock  # what is dropped now is later than what was
    return copy


def corrected(place: Partnership) -> dict[str, bytes]:
    place.refresh()
    Publication(place.home, QUARTER).draft(["executive"])
    publish(place.home, QUARTER, by="Ann Example", reason="The police sent their file again")
    folder = place.home.published / str(QUARTER) / "executive"
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.keeps("P6")
@pytest.mark.slow
def test_a_file_sent_again_restates_with_both_numbers_cause_rows_and_file(place: Partnership) -> None:
    """F02: one report's time is another, one report is gone."""
    before = {path: path.read_bytes() for path in (place.home.folder / "releases").iterdir()}
    moved = [*MISSING_MARCH[:3]]
    moved[2] = [
        *moved[2][:5],
        "05/02/2023 21:00",
        "06/02/2023 01:10",
        *moved[2][7:],
    ]  # March's M3 was February's
    place.drop_police("2023-03", moved)
    build = place.refresh()
    assert not is_restated(place.home, MARCH)
    report = restatements(place.home, MARCH, audiences_of(place.home))
    assert {row.cause for row in report.rows} == {CORRECTED, DELETED}
    assert all(len(row.file_hash) == 12 and row.row_number > 0 for row in report.rows)
    told = {(line.indicator, line.period_id, line.breakdown, line.category): line for line in report.figures}
    then, now = (
        {
            tuple(row[:4]): tuple(row[4:])
            for row in query(path, "select indicator, period_id, breakdown, category, numerator, denominator, state "
                             "from scorecard.value where authority = '370'")
        }
        for path in (place.home.builds / "2023-03" / f"{editions(place.home)[0].build}.duckdb", build)
    )  # fmt: skip
    kept = pl.read_csv(
        place.home.folder / "releases" / f"{editions(place.home)[0].figures}.figures.csv", infer_schema=False
    ).select(pl.col("indicator", "period_id", "breakdown", "category").fill_null(""))
    none = (Decimal(0), None, OK)  # a category that occurs nowhere any more
    differing = {
        key
        for key in set(kept.iter_rows())
        if then[key]
        != now.get(key, none if then[key][1] is None else (Decimal(0), Decimal(0), "not_applicable"))
    }
    assert set(told) == differing and len(differing) > 5
    line = told["MH01", "month:2023-03", "", ""]
    assert (line.was.number, line.now.number) == (
        then["MH01", "month:2023-03", "", ""][0],
        now["MH01", "month:2023-03", "", ""][0],
    )
    assert set(line.why) == {"correction", "deletion"} and line.effect == "numerator -2"
    accounts_come_to_the_change(place, build, report)
    few_at_once_or_few_at_all(place, report)
    files = corrected(place)
    assert {path: path.read_bytes() for path in before} == before  # what was published stays as it was
    first, second = editions(place.home)
    assert (first.number, second.number) == (1, 2)
    lines = list(csv.DictReader(io.StringIO(files[".csv"].decode())))
    marked = [each for each in lines if "r" in each["marks"].split()]
    if marked:
        assert b'id="revised"' in files[".html"] or b"id=revised" in files[".html"]
        assert files[".html"].count(b"#revised") > 0
        book = load_workbook(io.BytesIO(files[".xlsx"]))
        assert "Revised figures" in book.sheetnames
        links = [
            cell for sheet in book for row in sheet.iter_rows() for cell in row
            if cell.hyperlink and "Revised figures" in (cell.hyperlink.location or "") and sheet.title != "Cover"
        ]  # fmt: skip
        assert links and all("[r]" in cell.number_format or "[r]" in str(cell.value) for cell in links)
    assert not any(each["marks"] and each["state"] == WITHHELD for each in lines)


@pytest.mark.keeps("P6")
@pytest.mark.slow
def test_a_late_older_file_leaves_later_figures_and_adds_its_own(tmp_path: Path) -> None:
    """F03: February's file comes after March was published."""
    place = Partnership(tmp_path)
    place.drop_police("2023-03", MISSING_MARCH)
    place.refresh()
    Publication(place.home, QUARTER).draft(["executive"])
    publish(place.home, QUARTER, by="Ann Example")
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.refresh()
    report = restatements(place.home, MARCH, audiences_of(place.home))
    assert {row.cause for row in report.rows} == {LATE_FILE}
    assert all(row.month == "2023-02" for row in report.rows)
    told = {
        line.period_id: line for line in report.figures if line.indicator == "MH01" and not line.breakdown
    }
    assert "month:2023-03" not in told
    assert told["month:2023-02"].was.words == "[x]" and told["month:2023-02"].now.number == 2
    assert told["month:2023-02"].why == (LATE_FILE,)


@pytest.mark.slow
def test_the_past_is_told_as_published_as_known_then_and_as_known_now(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:3])
    corrected(place)
    found = past.history(place.home, "MH01", "2023-03").filter(pl.col("period_id") == "month:2023-03")
    total = found.filter(pl.col("breakdown") == "")
    known = total.filter("is_now")["numerator"].to_list()
    assert known == [float(query(build_path(place.home), "select numerator from scorecard.value where indicator = 'MH01' "
                                 "and period_id = 'month:2023-03' and breakdown = '' and authority = '370'")[0][0])]  # fmt: skip
    assert total.filter(pl.col("said") == "published").height == 2
    first, last = (past.as_published(place.home, name) for name in (str(QUARTER), past.LAST))
    assert first.equals(last) and set(first["edition"]) == {editions(place.home)[-1].name}


@pytest.mark.keeps("P6")
@pytest.mark.slow
def test_a_publication_is_refused_where_its_restatement_report_cannot_be_made(place: Partnership) -> None:
    frozen = place.home.folder / "releases" / f"{editions(place.home)[0].figures}.figures.csv"
    frozen.write_bytes(frozen.read_bytes()[:-10])
    place.drop_police("2023-03", MISSING_MARCH[:3])
    place.refresh()
    with pytest.raises(FrozenFileBroken):
        Publication(place.home, QUARTER).draft(["executive"])
    assert len(editions(place.home)) == 1


@pytest.mark.slow
def test_where_the_published_build_is_gone_figures_are_still_compared_and_it_says_so(
    place: Partnership,
) -> None:
    old = place.home.builds / "2023-03" / f"{editions(place.home)[0].build}.duckdb"
    place.drop_police("2023-03", MISSING_MARCH[:3])
    place.refresh()
    whole = restatements(place.home, MARCH, audiences_of(place.home))
    old.unlink()
    rest = restatements(place.home, MARCH, audiences_of(place.home))
    assert rest.rows == () and any("not kept any more" in words for words in rest.notes)
    assert 0 < len(rest.figures) <= len(whole.figures)
    place_of = {(line.indicator, line.period_id, line.breakdown, line.category) for line in whole.figures}
    assert {
        (line.indicator, line.period_id, line.breakdown, line.category) for line in rest.figures
    } <= place_of


@pytest.mark.slow
def test_the_report_is_the_same_bytes_again_and_written_once(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:3])
    place.refresh()
    written = write_restatements(place.home, MARCH)
    folder = written.page.parent
    names = (
        "restatements-2023-03.html",
        "restatements-2023-03.xlsx",
        "restated-figures.csv",
        "restated-rows.csv",
        "restated-accounts.csv",
    )
    first = {name: (folder / name).read_bytes() for name in names}
    assert is_restated(place.home, MARCH) and written.restated > 0
    (task,) = (each for each in status(place.home).tasks if each.key == f"draft {QUARTER}")
    assert f"{QUARTER} is published" in task.words and written.finding in task.words
    stamp = written.page.stat().st_mtime_ns
    write_restatements(place.home, MARCH)
    assert written.page.stat().st_mtime_ns == stamp
    (folder / "restatements.json").unlink()
    write_restatements(place.home, MARCH)
    assert "numerator,-1," in first["restated-accounts.csv"].decode()
    assert {name: (folder / name).read_bytes() for name in names} == first


def differing(place: Partnership, build: Path) -> set[tuple[str, ...]]:
    """The published figures that two builds have otherwise, compared here row by row."""
    first = editions(place.home)[0]
    asked = (
        "select indicator, period_id, breakdown, category, numerator, denominator, state from scorecard.value"
    )
    then, now = (
        {tuple(row[:4]): tuple(row[4:]) for row in query(path, f"{asked} where authority = '370'")}
        for path in (place.home.builds / "2023-03" / f"{first.build}.duckdb", build)
    )
    lines = csv.DictReader(
        (place.home.folder / "releases" / f"{first.figures}.figures.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    printed = {(row["indicator"], row["period_id"], row["breakdown"], row["category"]) for row in lines}
    none = {True: (Decimal(0), None, OK), False: (Decimal(0), Decimal(0), "not_applicable")}
    return {key for key in printed if then[key] != now.get(key, none[then[key][1] is None])}


def accounts_come_to_the_change(place: Partnership, build: Path, report: Restatements) -> None:
    """The effects of the rows named for a figure are its whole change, side by side, where it is put together by adding
    up; a figure of all its rows together says so."""
    asked = "select indicator, period_id, breakdown, category, numerator, denominator from scorecard.counted"
    then, now = (
        {tuple(row[:4]): row[4:] for row in query(path, f"{asked} where authority = '370'")}
        for path in (place.home.builds / "2023-03" / f"{editions(place.home)[0].build}.duckdb", build)
    )
    effects: dict[tuple[str, ...], float] = {}
    for row in report.accounts:
        key = (row.indicator, row.period_id, row.breakdown, row.category, row.side)
        effects[key] = effects.get(key, 0) + (row.effect or 0)
    counted_by_rows = 0
    for line in report.figures:
        key = (line.indicator, line.period_id, line.breakdown, line.category)
        if line.effect in ("", "worked out from all its rows together"):
            continue
        for place_of_side, side in enumerate(("numerator", "denominator")):
            change = float(now.get(key, (0, 0))[place_of_side] or 0) - float(
                then.get(key, (0, 0))[place_of_side] or 0
            )
            assert effects.get((*key, side), 0) == pytest.approx(change, abs=0.011)
            counted_by_rows += bool(change)
    assert counted_by_rows or not report.figures, "figures that changed are explained to the last row"
    told = {line.indicator for line in report.figures if not line.effect}
    assert not told - {"DQ03"}, "every figure that counts rows is explained"


def few_at_once_or_few_at_all(place: Partnership, report: Restatements) -> None:
    """Asking about few figures at once changes nothing; of what is not asked about the rows may be behind it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pipelines.restating.causes.AT_ONCE", 7)
        again = restatements(place.home, MARCH, audiences_of(place.home))
    assert again.figures == report.figures and again.rows_words == report.rows_words
    assert (set(again.rows), set(again.accounts)) == (set(report.rows), set(report.accounts))
    bounded = restatements(place.home, MARCH, audiences_of(place.home), most=1)
    assert bounded.unasked == len(report.figures) - 1 and "`scorecard restatements`" in bounded.rows_words
    assert sum(line.is_exact for line in bounded.figures) == 1
    assert {line.effect_words for line in bounded.figures if not line.is_exact} == {"may be behind it"}
    assert {(line.key, line.was, line.now) for line in bounded.figures} == {
        (line.key, line.was, line.now) for line in report.figures
    }


AFTER = st.integers(0, 70).map(lambda nth: date(2023, 1, 1) + timedelta(nth))
SPANS = {"month:2023-01": (1, 1), "month:2023-02": (2, 2), "quarter:2022-23-Q4": (1, 3)}


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("xy"), st.lists(AFTER, max_size=2, unique=True).map(sorted),
            st.lists(st.sampled_from("ABC"), min_size=1, unique=True).map(sorted),
        ),
        max_size=8,
    ),
    st.sets(st.sampled_from(sorted(SPANS)), min_size=1),
)  # fmt: skip
def test_rows_that_may_be_behind_a_figure_name_a_day_of_its_window_or_none_after_it(
    changed: list[tuple[str, list[date], list[str]]], periods: set[str]
) -> None:
    """A is counted by what happens in a window, B at its end; each figure looked at by itself."""
    spans = {
        name: (date(2023, first, 1), date(2023, last + 1, 1) - timedelta(1))
        for name, (first, last) in SPANS.items()
    }
    asked = pl.DataFrame(
        [
            (ref, kind, name, *spans[name])
            for ref, kind in (("A", "flow"), ("B", "snapshot"))
            for name in periods
        ],
        schema=["indicator", "kind", "period_id", "period_start", "period_end"],
        orient="row",
    )
    rows = pl.DataFrame(
        [(number, *row) for number, row in enumerate(changed)],
        schema={
            "row": pl.Int64,
            "cause": pl.String,
            "days": pl.List(pl.Date),
            "indicators": pl.List(pl.String),
        },
        orient="row",
    )
    found = possible(asked, rows)
    counts: dict[tuple[str, str, str], int] = {}
    behind = set()
    for ref in "AB":
        for name in periods:
            start, end = spans[name]
            mine = [(nth, cause, days) for nth, (cause, days, refs) in enumerate(changed) if ref in refs]
            inside = [each for each in mine if any(start <= day <= end for day in each[2])]
            if ref != "A" or not inside:
                inside = [each for each in mine if not each[2] or min(each[2]) <= end]
            for nth, cause, _ in inside:
                counts[ref, name, cause] = counts.get((ref, name, cause), 0) + 1
                behind.add((nth, ref))
    assert {tuple(row[:3]): row[3] for row in found.counts.iter_rows()} == counts
    assert set(found.rows.iter_rows()) == behind


HUGE = """
import random, resource
from datetime import date, timedelta
import polars as pl
from pipelines.restating.possible import possible

refs = [f"AA{number:03}" for number in range(117)]
start = date(2020, 1, 1)
spans = [(f"month:{nth}", start + timedelta(9 * nth), start + timedelta(9 * nth + 30)) for nth in range(171)]
asked = pl.DataFrame(
    [(ref, "flow" if nth % 3 else "snapshot", *span) for ref in refs for nth, span in enumerate(spans)],
    schema=["indicator", "kind", "period_id", "period_start", "period_end"], orient="row",
)
chance = random.Random(1)
days = [start + timedelta(chance.randrange(1500)) for _ in range(20_000)]
changed = pl.DataFrame({
    "row": range(20_000), "cause": ["correction"] * 20_000, "days": [[day, day + timedelta(2)] for day in days],
    "indicators": [refs[nth % 8 * 14 :][:30] for nth in range(20_000)],
})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = possible(asked, changed)
print(found.counts["indicator"].n_unique(), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_number_of_thousands_of_rows_together_is_not_named_by_all_of_them() -> None:
    few, many = ["core.post P1", "core.post P2"], [f"core.post P{number}" for number in range(2_000)]
    with database() as connection:
        asked = pl.DataFrame({"place": [0, 1, 2], "record": [few, many, many[1:]]})
        named = dict(in_short(connection, asked).iter_rows())
    assert named[0] == "core.post P1 + core.post P2"
    assert named[1].startswith("2000 together (") and len(named[1]) < 50
    assert len({*named.values()}) == 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system tells memory in other units")
def test_twenty_thousand_restated_figures_and_as_many_changed_rows_take_little_memory(
    tmp_path: Path,
) -> None:
    """Each figure with each row would be hundreds of millions of pairs."""
    script = tmp_path / "huge.py"
    script.write_text(HUGE, encoding="utf-8")
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    indicators_told, megabytes = map(int, told.stdout.split())
    assert indicators_told == 117 and megabytes < 400


@pytest.mark.keeps("P6")
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_changes_of_rows_restate_exactly_the_figures_that_differ(
    place: Partnership, seed: int
) -> None:
    chance = random.Random(seed)
    table = [list(row) for row in MISSING_MARCH[1:]]
    changed = set()
    for row in chance.sample(table, chance.randint(1, len(table))):
        changed.add(row[0])
        if chance.random() < 0.4:
            table.remove(row)
        else:
            day = date(2023, 3, 1) + timedelta(days=chance.randint(0, 20))
            row[5:7] = [f"{day:%d/%m/%Y} 10:{chance.randint(10, 59)}", f"{day:%d/%m/%Y} 23:00"]
    added = chance.randint(0, 3)
    for number in range(added):
        table.append(
            ["X" + str(number), "N9", "", "01/01/2010", "F", "07/03/2023 12:00", "", "Low", "Home", "", ""]
        )
    place.drop_police("2023-03", [MISSING_MARCH[0], *table])
    build = place.refresh()
    report = restatements(place.home, MARCH, audiences_of(place.home))
    told = {(line.indicator, line.period_id, line.breakdown, line.category) for line in report.figures}
    assert told == differing(place, build)
    assert {row.source for row in report.rows} <= {"police.missing_report"}
    assert sum(row.cause == RESUBMITTED for row in report.rows) == added
    assert len(report.rows) <= len(changed) + added
    accounts_come_to_the_change(place, build, report)
    # the reports that a month counts in one of the two files and not in the other, told from the files alone
    older = {row[0]: str(row[5])[3:10] for row in MISSING_FEBRUARY[1:]}
    then = older | {row[0]: str(row[5])[3:10] for row in MISSING_MARCH[1:]}
    now = older | {row[0]: str(row[5])[3:10] for row in table}
    for month in ("2023-02", "2023-03"):
        said = f"{month[5:]}/{month[:4]}"
        moved = {name for name in then | now if (then.get(name) == said) != (now.get(name) == said)}
        named = {
            (row.file_hash, row.row_number)
            for row in report.accounts
            if (row.indicator, row.period_id, row.breakdown) == ("MH01", f"month:{month}", "")
        }
        assert len(named) == len(moved)
    for line in report.figures:
        if (
            line.was.is_plain_number
            and line.now.is_plain_number
            and line.change_words != "unchanged as shown"
        ):
            sign = {"up": 1, "down": -1}[line.change_words.split()[0]]
            assert line.was.number is not None and line.now.number is not None
            assert (line.now.number - line.was.number) * sign > 0
        assert line.why


@pytest.mark.slow
def test_dq03_tells_what_was_last_published_otherwise_than_first(place: Partnership) -> None:
    april = Month.parse("2023-04")
    assert published_figures(place.home, MARCH).is_empty()  # the quarter's own publication is not known to it
    before = published_figures(place.home, april)
    assert before.height > 20
    assert before.filter(pl.col("first_numerator") != pl.col("last_numerator")).is_empty()
    made = Plan(place.home, MARCH).build_id
    place.drop_police("2023-03", MISSING_MARCH[:3])
    corrected(place)
    after = published_figures(place.home, april).filter(
        (pl.col("first_numerator") != pl.col("last_numerator"))
        | pl.col("first_denominator").ne_missing(pl.col("last_denominator"))
    )
    first, last = (past_totals(place, number) for number in (0, 1))
    assert {(ref, str(day)[:7]) for ref, day in after.select("indicator", "month_start").iter_rows()} == {
        key for key in first.keys() & last.keys() if first[key] != last[key]
    }
    assert Plan(place.home, MARCH).build_id != made  # other files, not another publication
    assert not after.is_empty()


def past_totals(place: Partnership, number: int) -> dict[tuple[str, str], tuple[str, str]]:
    """The monthly totals of an edition that are numbers, read from its frozen file as text."""
    name = f"{editions(place.home)[number].figures}.figures.csv"
    lines = csv.DictReader((place.home.folder / "releases" / name).read_text(encoding="utf-8").splitlines())
    return {
        (row["indicator"], row["period_id"].removeprefix("month:")): (row["numerator"], row["denominator"])
        for row in lines
        if row["window_name"] == "month" and not row["breakdown"] and row["state"] in ("ok", "impossible")
    }


# What is provisional.


def test_the_events_that_ripen_are_those_whose_recording_lag_is_measured() -> None:
    lag = next(each for each in indicators(SQL) if each.ref == "DQ02")
    assert set(event_tables()) == {table for table in lag.tables if table.startswith("core.")}


def test_a_figure_is_provisional_while_more_than_the_share_allowed_is_still_to_be_recorded(
    tmp_path: Path,
) -> None:
    """Three months before, 2 of 20 contacts (and plans) and 1 of 20 referrals of the month came after it: 10% and 5%."""
    path = tmp_path / "2023-03" / "build.duckdb"
    path.parent.mkdir()
    late = {"core.contact": 2, "core.referral": 1, "core.cp_plan": 2}
    with database(path) as connection:
        connection.execute("create schema core; create schema reference")
        connection.execute(
            """create table reference.period as select * from (values
            ('month:2023-02', 'month', date '2023-02-01', date '2023-02-28'),
            ('month:2023-03', 'month', date '2023-03-01', date '2023-03-31'),
            ('quarter:2022-23-Q4', 'quarter', date '2023-01-01', date '2023-03-31'),
            ('rolling_12:2023-03', 'rolling_12', date '2022-04-01', date '2023-03-31'))
            as period(period_id, window_name, start_date, end_date)"""
        )
        connection.execute(
            "create table reference.setting as select '370' as authority, 'provisional_share' as name, '5' as value"
        )
        for table, day in event_tables().items():
            connection.execute(
                f"""create table {table} as select '370' as authority, date '2022-12-31' - cast(nth as integer) as {day},
                case when nth < {late.get(table, 0)} then date '2023-01-02' else date '2022-12-31' end as recorded_on
                from range(20) as numbered(nth)
                union all select '370', date '2022-10-15', date '2022-10-16' from range(40)"""
            )
    known = {each.ref: each for each in indicators(SQL)}
    wanted = [known[ref] for ref in ("FD01", "RF01", "CP01", "MH01")]
    found = set(provisional(path, wanted, "370").iter_rows())
    # of the quarter and the year 2 of 60 came after, and nothing of February's; children with a plan at the end of March
    # are judged by the year
    assert found == {("FD01", "month:2023-03")}
