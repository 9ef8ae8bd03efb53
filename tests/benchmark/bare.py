"""The bare script: what a good engineer writes in an afternoon for one month's scorecard, to measure the product by.

It reads the same files as `refresh` (the newest Mosaic, EISI and partnership snapshots, every police and workforce
month, the newest health file of each year) with Polars and python-calamine, as text first and then cast; checks every
row by hand-written rules; runs the project's own SQL in one DuckDB in memory; and writes one workbook with its charts and
one page. Files, tables
and indicators are each taken two at a time, by threads. It keeps plain ids and has no ledger, store, provenance,
pseudonyms, findings with places, checks over joined tables or orchestration. Of a region it reads every authority's
folder and writes each its workbook and page.

The floor (`floor`) is what a bare script over CSV files alone was measured to need on a quiet machine: 2.2 s for
99,420 rows and 3.8 s for 1.04 million, which is 2.0 s and 1.75 s per million rows: by the clock on the wall, on two
processors. `calibration` says how much slower than that machine this one is just now, by one fixed CSV parse that both
have run.

Run as `python -m tests.benchmark.bare FOLDER`; FOLDER is what `tests.benchmark.prepared` made: `layout.json` (columns,
headings and code lists, as the script's author would have typed them) and `reference/*.parquet`.
"""

import json
import re
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
from openpyxl.chart import LineChart, Reference
from python_calamine import CalamineWorkbook

from tests.benchmark.inbox_files import authorities, wanted
from tests.benchmark.stages import Stopwatch

AT_ONCE = 2
"""How many files, tables and queries are taken at once."""
NOTHING = ["", "-", "--", "n/a", "na", "null", "nil"]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
MOMENTS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", *DAYS]

RULES = {
    "mosaic.person": [
        "birth_date is null or expected_birth_date is null",
        "birth_date is not null or expected_birth_date is not null",
        "death_date >= birth_date",
    ],
    "mosaic.contact": [
        "decided_at >= received_at",
        "outcome_sent_at >= decided_at",
        "referral_id is null or decided_at is not null",
        "recorded_on >= received_on",
    ],
    "mosaic.referral": [
        "close_date >= referral_date",
        "decided_on >= referral_date",
        "is_nfa is not null",
        "close_date is null or close_reason_code is not null",
        "close_reason_code is null or close_date is not null",
    ],
    "mosaic.assessment": [
        "authorised_date is null or start_date is not null",
        "authorised_date >= start_date",
        "authorised_date is not null or start_date is not null",
    ],
    "mosaic.assessment_factor": ["regexp_like(factor_codes, '[0-9]{1,2}[A-F]?')"],
    "mosaic.section_47": ["end_date >= start_date", "end_date is null or is_nfa is not null"],
    "mosaic.conference": [
        "plan_id is null or is_plan_outcome",
        "is_transfer_in or enquiry_id is not null",
        "date_part('isodow', conference_date) <= 5",
    ],
    "mosaic.conference_attendance": ["not is_attended or is_invited"],
    "mosaic.cin_plan": ["end_date >= start_date", "end_date <> start_date"],
    "mosaic.cin_visit": ["not is_seen_alone or is_seen"],
    "mosaic.cp_plan": [
        "end_date > start_date",
        "initial_category_code is not null or latest_category_code is not null",
    ],
    "mosaic.cp_visit": ["not is_seen_alone or is_seen"],
    "mosaic.cp_review": [
        "due_date is not null or review_date is not null",
        "review_date is null or is_plan_continued is not null",
    ],
    "mosaic.looked_after_episode": ["ceased_date >= start_date", "start_date is not null"],
    "mosaic.involvement": ["end_date >= start_date", "worker_id is not null"],
    "mosaic.professional": ["fte <= 1"],
    "mosaic.team": ["team_name is not null", "parent_team_id <> team_id"],
    "mosaic.strategy_discussion": [
        "minutes_sent_date >= discussion_date",
        "enquiry_id is null or is_s47_initiated",
    ],
    "eisi.early_help_episode": [
        "plan_end_date >= plan_start_date",
        "assessment_date >= request_date",
        "plan_end_date is null or plan_start_date is not null",
        "plan_end_date is null or closure_reason is not null",
        "birth_date + interval '18 years' > request_date",
    ],
    "eisi.return_interview": [
        "completed_at >= returned_at",
        "offered_date <= completed_on",
        "completed_at is null or is_offered",
        "is_accepted or completed_at is null",
        "is_required or reason_not_required is not null",
        "birth_date + interval '18 years' > returned_on",
    ],
    "police.missing_report": [
        "found_at >= reported_at",
        "risk_grade <> 'No apparent risk'",
        "birth_date + interval '18 years' > reported_on",
        "notified_at >= reported_at",
        "birth_date <= reported_on",
    ],
    "police.domestic_abuse_incident": ["survivor_age >= 16"],
    "police.vulnerability_flag": ["victim_age < 18"],
    "police.online_crime": ["victim_age < 18"],
    "police.concern_notice": ["sent_at >= incident_at"],
    "police.child_risk_incident": ["attended_at >= reported_at"],
    "police.custody": [
        "adult_requested_at >= detained_at",
        "adult_arrived_at >= adult_requested_at",
        "age < 18",
        "age >= 10",
    ],
    "workforce.post": [
        "not is_vacant or staff_id is null",
        "not is_agency or staff_id is null or fte is not null",
        "fte is not null",
        "leaving_date >= start_date",
        "is_vacant or staff_id is not null",
        "fte <= 1",
    ],
    "partnership.escalation": [
        "resolved_date >= raised_date",
        "resolved_stage is null or resolved_date is not null",
        "resolved_date is null or resolved_stage is not null",
    ],
    "partnership.section_11": ["rating <> 'Met' or is_evidenced"],
    "health.health_return": ["measure_ref is not null"],
}
"""What a believable row of each table looks like, as SQL; unknown is believable."""

SETS_ASIDE = {
    ("mosaic.contact", 0), ("mosaic.referral", 0), ("mosaic.assessment", 0), ("mosaic.assessment", 1),
    ("mosaic.section_47", 0), ("mosaic.cin_plan", 0), ("mosaic.cp_plan", 0), ("police.missing_report", 0),
}  # fmt: skip
"""The rules whose rows are left out; the others only ask."""


def floor(rows: int) -> float:
    """Seconds that a bare script over CSV files needed for so many rows on a quiet machine."""
    return 2.0 + 1.75e-6 * rows


def floor_here(rows: int, indicators: int) -> float:
    """The floor for what this script does beyond the one that was measured: more than 57 indicators, at the best rate
    found for these (one query a family, 0.25 s for 57), and workbooks (0.36 s for fourteen by the quickest reader)."""
    return floor(rows) + 0.25 * max(indicators - 57, 0) / 57 + 0.36


@dataclass(frozen=True, kw_only=True)
class Slowness:
    """How many times slower than the quiet machine this one is now, by the clock on the wall and by CPU time."""

    wall: float
    cpu: float


def calibration() -> Slowness:
    """How slow this machine is now: the quiet one parsed 192 MB of the same kind of CSV in a second on the wall and 138
    MB in a second of CPU time (53.7 MB in 0.28 and 0.39)."""
    lines = "".join(
        f"C{n:07},{n % 90000:06},{n % 28 + 1:02}/{n % 12 + 1:02}/2022,{n % 17},Y,,Team {n % 9}\n"
        for n in range(200_000)
    )
    data = ("id,child,day,code,flag,blank,team\n" + lines).encode()
    walls, cpus = [], []
    for _ in range(5):
        wall, cpu = time.perf_counter(), time.process_time()
        text = pl.read_csv(data, infer_schema=False)
        text.select(
            pl.col("day").str.to_date("%d/%m/%Y"), pl.col("code").cast(pl.Int64), pl.col("flag") == "Y"
        )
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Slowness(wall=sorted(walls)[2] / (len(data) / 192e6), cpu=sorted(cpus)[2] / (len(data) / 138e6))


def _day(text: pl.Expr) -> pl.Expr:
    return pl.coalesce(text.str.slice(0, 10).str.to_date(form, strict=False) for form in DAYS)


def _moment(text: pl.Expr) -> pl.Expr:
    return pl.coalesce(text.str.to_datetime(form, strict=False, time_unit="us") for form in MOMENTS)


def _cast(text: pl.Expr, said: dict[str, Any], own_names: list[str]) -> pl.Expr:
    number = text.str.replace(r"\.0$", "")
    match said["kind"]:
        case "identifier":
            return number.str.to_uppercase()
        case "day":
            return _day(text)
        case "flag":
            return text.str.to_lowercase().replace_strict(
                {"y": True, "n": False}, default=None, return_dtype=pl.Boolean
            )
        case "whole":
            return number.cast(pl.Int64, strict=False)
        case "decimal":
            return text.cast(pl.Float64, strict=False).cast(pl.Decimal(10, 2))
        case "code" | "label":
            return text.str.to_lowercase().replace_strict(said["known"], default=None, return_dtype=pl.String)
        case "authority":
            own = pl.concat_str("authority", text.str.to_lowercase(), separator="|").is_in(own_names)
            return pl.when(~own).then(text)
        case _:
            return text


def _typed(raw: pl.DataFrame, layout: dict[str, Any], extra: dict[str, pl.Expr]) -> pl.DataFrame:
    """Text columns under their headings as the table's typed columns, with the rows whose cells do not fit left out."""
    cells = {
        each["name"]: pl.col(each["heading"]).str.strip_chars()
        for each in layout["columns"]
        if each["heading"] in raw.columns
    }
    clean = raw.lazy().select(
        *(
            pl.when(~text.str.to_lowercase().is_in(NOTHING)).then(text).alias(name)
            for name, text in cells.items()
        ),
        pl.col("authority"),
        **extra,
    )
    made: list[pl.Expr] = []
    for each in layout["columns"]:
        name, kind = each["name"], each["kind"]
        text = pl.col(name) if name in cells or name in extra else pl.lit(None, pl.String)
        if kind == "moment":
            local = _moment(text)
            utc = local.dt.replace_time_zone("Europe/London", ambiguous="earliest", non_existent="null")
            made.append(utc.dt.convert_time_zone("UTC").dt.replace_time_zone(None).alias(name))
            made.append(local.dt.date().alias(each["local_day"]))
            continue
        made.append(_cast(text, each, layout["own_names"]).alias(name))
    typed = clean.with_columns(
        pl.col("row_number"),
        *(pl.col(name).alias(f"_{name}") for name in cells),
    ).with_columns(made)
    lost = pl.any_horizontal(
        pl.col(f"_{name}").is_not_null() & pl.col(name).is_null()
        for name in cells
        if next(each["kind"] for each in layout["columns"] if each["name"] == name) != "authority"
    )
    required = pl.all_horizontal(
        pl.col(each["name"]).is_not_null() for each in layout["columns"] if each["required"]
    )
    return typed.filter(~lost & required).select(pl.exclude("^_.*$")).collect()


def _checked(frame: pl.DataFrame, table: str, layout: dict[str, Any], found: dict[str, int]) -> pl.DataFrame:
    """The rows that keep the rules; how many broke which is counted in `found`."""
    late = [
        pl.col(each.get("local_day") or each["name"]) > pl.lit(layout["month_end"]).str.to_date()
        for each in layout["columns"]
        if each["kind"] in ("day", "moment") and not each["future"]
    ]
    kept = [pl.sql_expr(rule).fill_null(True) for rule in RULES.get(table, [])]
    names = [f"rule {number}" for number in range(len(kept))]
    counts = frame.select(
        pl.len().alias("all"),
        *((~rule).sum().alias(name) for rule, name in zip(kept, names, strict=True)),
        *(rule.sum().alias(f"late {number}") for number, rule in enumerate(late)),
    ).row(0, named=True)
    found.update({f"{table} {name}": count for name, count in counts.items() if count and name != "all"})
    for number, rule in enumerate(kept):
        if (table, number) in SETS_ASIDE and counts[names[number]]:
            frame = frame.filter(rule)
    if layout["key"]:
        alone = frame.unique(subset=["authority", *layout["key"]], keep=layout["keep"], maintain_order=True)
        found[f"{table} duplicates"] = frame.height - alone.height
        frame = alone
    return frame


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The rows below the headings of one sheet, and where they stand."""

    table: str
    heads: tuple[str, ...]
    rows: list[list[str]]
    first: int
    month_end: str
    authority: str


def _csv_table(path: Path, authority: str, layouts: dict[str, Any]) -> tuple[str, pl.DataFrame]:
    raw = pl.read_csv(path, infer_schema=False)
    table = max(layouts, key=lambda name: len(set(raw.columns) & set(layouts[name]["headings"])))
    return table, raw.with_row_index("row_number", offset=2).with_columns(authority=pl.lit(authority))


def _read(
    files: dict[str, dict[str, list[Path]]], layouts: dict[str, Any], threads: Executor
) -> dict[str, pl.DataFrame]:
    """Every table's rows as text, in the order of the files: one frame a table, however many sheets it stood on."""

    def taken(asked: tuple[str, str, Path]) -> list[tuple[str, pl.DataFrame]] | list[Sheet]:
        authority, agency, path = asked
        ours = {name: layout for name, layout in layouts.items() if name.startswith(agency)}
        if agency == "mosaic":
            return [_csv_table(path, authority, ours)]
        return _sheets(path, authority, ours)

    asked = [
        (authority, agency, path)
        for authority, agencies in files.items()
        for agency, paths in agencies.items()
        if agency != "health"
        for path in paths
    ]
    read: dict[str, list[pl.DataFrame]] = {}
    sheets: dict[tuple[str, tuple[str, ...]], list[Sheet]] = {}
    for each in chain.from_iterable(threads.map(taken, asked)):
        if isinstance(each, Sheet):
            sheets.setdefault((each.table, each.heads), []).append(each)
        else:
            read.setdefault(each[0], []).append(each[1])
    for (table, heads), found in sheets.items():
        read.setdefault(table, []).append(_joined(heads, found))
    whole = {
        table: frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal")
        for table, frames in read.items()
    }
    return {
        table: frame.sort("month_end", maintain_order=True) if len(read[table]) > 1 and "month_end" in frame.columns
        else frame
        for table, frame in whole.items()
    }  # fmt: skip


def _joined(heads: tuple[str, ...], sheets: list[Sheet]) -> pl.DataFrame:
    """Sheets under the same headings as one frame; their rows know their place, their month's last day and whose they
    are."""
    rows = list(chain.from_iterable(sheet.rows for sheet in sheets))
    cells = zip(*rows, strict=True) if rows else [() for _ in heads]
    columns = {
        head: pl.Series(list(column), dtype=pl.String) for head, column in zip(heads, cells, strict=True) if head
    }  # fmt: skip
    spans = pl.DataFrame(
        {
            "row_number": [list(range(sheet.first, sheet.first + len(sheet.rows))) for sheet in sheets],
            "month_end": [sheet.month_end for sheet in sheets],
            "authority": [sheet.authority for sheet in sheets],
        },
        schema_overrides={"row_number": pl.List(pl.UInt32)},
    )
    told = spans.filter(pl.col("row_number").list.len() > 0).explode("row_number")
    return pl.DataFrame(columns).hstack(told)


def _sheets(path: Path, authority: str, layouts: dict[str, Any]) -> list[Sheet]:
    """The sheets of a workbook as rows of text with their table, told by their headings."""
    year, month = map(int, path.parent.parent.name.split("-"))
    month_end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    needed = {name: set(layout["needed"]) for name, layout in layouts.items()}
    book = CalamineWorkbook.from_path(str(path))
    found = []
    for title in book.sheet_names:
        cells = book.get_sheet_by_name(title).to_python()
        for index, row in enumerate(cells[:12]):
            heads = tuple(map(str, row))
            table = next((name for name, wanted in needed.items() if wanted.issubset(heads)), None)
            if table:
                rows = [list(map(str, line)) for line in cells[index + 1 :] if any(line)]
                found.append(
                    Sheet(
                        table=table, heads=heads, rows=rows, first=index + 2, month_end=str(month_end),
                        authority=authority,
                    )
                )  # fmt: skip
                break
    return found


def _health(files: Iterable[tuple[str, Path]]) -> pl.DataFrame:
    """The health providers' forms as one row a measure, row and month."""
    lines = []
    for authority, path in files:
        book = CalamineWorkbook.from_path(str(path))
        for provider in book.sheet_names:
            cells = book.get_sheet_by_name(provider).to_python()
            head = next(
                (i for i, row in enumerate(cells) if [str(c) for c in row[:3]] == ["Ref", "Measure", "Row"]),
                None,
            )
            if head is None:
                continue
            above = ["", ""]
            for row in cells[head + 1 :]:
                above = [str(row[0]) or above[0], str(row[1]) or above[1]]
                if row[2]:
                    for month, cell in zip(cells[head][3:], row[3:], strict=True):
                        text = str(cell).removesuffix(".0")
                        lines.append([authority, *above, str(row[2]), provider, str(month), text])
    names = ["authority", "measure_ref", "measure", "row_kind", "provider", "month", "cell"]
    text = pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row")
    start = pl.coalesce(
        pl.col("month").str.to_date("%Y-%m-%d", strict=False),
        ("01-" + pl.col("month")).str.to_date("%d-%b-%y", strict=False),
    )
    cell = pl.col("cell").str.strip_chars().str.to_lowercase()
    suppressed = cell.is_in(["c", "*"]) | cell.str.starts_with("<")
    state = pl.when(cell.is_in(["", "-"])).then(pl.lit("not_supplied")).when(cell.is_in(["n/a", "na"])).then(
        pl.lit("not_applicable")).when(suppressed).then(pl.lit("suppressed")).otherwise(pl.lit("supplied"))  # fmt: skip
    return text.select(
        "authority", "measure_ref", "measure", "row_kind", "provider", start.alias("month_start"),
        state.alias("state"), cell.cast(pl.Int64, strict=False).alias("quantity"),
        pl.when(suppressed).then(1).cast(pl.Int64).alias("quantity_low"),
        pl.when(suppressed).then(5).cast(pl.Int64).alias("quantity_high"),
    ).filter(pl.col("month_start").is_not_null())  # fmt: skip


def _stored(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, pl.DataFrame], layouts: dict[str, Any]
) -> None:
    """The typed tables in the database; one that nobody delivered is there without rows."""
    for table, frame in tables.items():
        connection.register("incoming", frame)
        connection.execute(f"create table {table} as from incoming")
    for table in layouts.keys() - tables.keys():
        columns = ", ".join(f"{name} {kind}" for name, kind in layouts[table]["types"].items())
        connection.execute(f"create table {table} ({columns})")


def core(connection: duckdb.DuckDBPyConnection, said: dict[str, Any], threads: Executor) -> None:
    """The core tables, those that need no other one first."""
    for macro in said["macros"]:
        connection.execute(macro)

    def make(names: list[str]) -> None:
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(f"create table {name} as {said['core'][name]}")

    waiting = dict(said["core"])
    while waiting:
        ready = [
            name
            for name, query in waiting.items()
            if not any(re.search(rf"\b{other}\b", query) for other in waiting if other != name)
        ]
        list(threads.map(make, (ready[number::AT_ONCE] for number in range(AT_ONCE))))
        for name in ready:
            del waiting[name]


def counted(connection: duckdb.DuckDBPyConnection, said: dict[str, Any], threads: Executor) -> int:
    """Every indicator by its one query, all windows at once; the number of figures."""
    connection.execute(
        "create table figure (authority varchar, indicator varchar, period_id varchar, numerator double, "
        "denominator double, is_total boolean)"
    )

    def count(indicators: list[dict[str, Any]]) -> None:
        with connection.cursor() as cursor:
            for each in indicators:
                total = " and ".join(f"{name} is null" for name in each["breakdowns"]) or "true"
                whole = "denominator" if each["whole"] else "null"
                cursor.execute(
                    f"insert into figure select authority, '{each['ref']}', period_id, numerator, {whole}, {total} "
                    f"from ({each['sql']})"
                )

    list(threads.map(count, (said["indicators"][number::AT_ONCE] for number in range(AT_ONCE))))
    return int(connection.execute("select count(*) from figure").fetchall()[0][0])


_TOTALS = "select authority, indicator, period_id, numerator, denominator from figure where is_total"


class Outputs:
    """The executive's workbook and page of each authority: figures by window, a chart an indicator."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, refs: list[str]) -> None:
        self._refs = refs
        self._values: dict[str, dict[tuple[str, str], float]] = {}
        for authority, ref, period, numerator, denominator in connection.execute(_TOTALS).fetchall():
            value = numerator / denominator if numerator is not None and denominator else numerator
            self._values.setdefault(authority, {})[ref, period] = value
        query = "select window_name, period_id from reference.period order by start_date"
        self._periods: dict[str, list[str]] = {}
        for window, period in connection.execute(query).fetchall():
            self._periods.setdefault(window, []).append(period)

    def write(self, folder: Path) -> None:
        """Both files of every authority."""
        for authority, values in self._values.items():
            self._workbook(values, folder / f"bare-{authority}.xlsx")
            (folder / f"bare-{authority}.html").write_text(self._page(values), encoding="utf-8")

    def _workbook(self, values: dict[tuple[str, str], float], path: Path) -> None:
        book = openpyxl.Workbook()
        for window in ("quarter", "month", "year"):
            sheet = book.create_sheet(window)
            periods = self._periods.get(window, [])
            sheet.append(["Indicator", *periods])
            for ref in self._refs:
                sheet.append([ref, *(values.get((ref, period)) for period in periods)])
            for row in sheet.iter_rows(min_row=2, min_col=2):
                for cell in row:
                    cell.number_format = "#,##0.0"
        charts, months = book.create_sheet("charts"), book["month"]
        for number, ref in enumerate(self._refs):
            chart = LineChart()
            chart.title, chart.height, chart.width = ref, 6, 12
            data = Reference(months, min_col=1, max_col=months.max_column, min_row=number + 2)
            chart.add_data(data, from_rows=True, titles_from_data=True)
            chart.set_categories(Reference(months, min_col=2, max_col=months.max_column, min_row=1))
            charts.add_chart(chart, f"{'AH'[number % 2]}{1 + number // 2 * 13}")
        book.remove(book.worksheets[0])
        book.save(path)

    def _page(self, values: dict[tuple[str, str], float]) -> str:
        quarters, months = self._periods.get("quarter", []), self._periods.get("month", [])
        rows = []
        for ref in self._refs:
            shown = (values.get((ref, period)) for period in quarters)
            cells = "".join(f"<td>{value:,.1f}</td>" if value is not None else "<td></td>" for value in shown)
            line = [(10 * at, values.get((ref, period))) for at, period in enumerate(months)]
            most = max((value for _, value in line if value), default=1)
            points = " ".join(f"{at},{40 - 38 * value / most:.1f}" for at, value in line if value is not None)
            picture = f'<svg viewBox="0 0 {10 * len(months)} 42"><title>{escape(ref)}</title><polyline points="{points}"/></svg>'
            rows.append(f"<tr><th>{escape(ref)}</th>{cells}<td>{picture}</td></tr>")
        head = "".join(f"<th>{escape(quarter)}</th>" for quarter in quarters)
        return f"<!doctype html><title>Scorecard</title><table><tr><th></th>{head}<th></th></tr>{''.join(rows)}</table>"


def main() -> None:
    """Do it all and say how long each part took."""
    watch = Stopwatch()
    watch.turn("read")
    folder = Path(sys.argv[1])
    said = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    layouts: dict[str, Any] = said["tables"]
    inboxes = authorities(Path(said["inbox"]), said["authority"])
    files = {code: wanted(inbox, said["month"]) for code, inbox in inboxes.items()}
    found: dict[str, int] = {}
    with ThreadPoolExecutor(AT_ONCE) as threads, duckdb.connect(":memory:") as connection:
        raw = _read(files, layouts, threads)
        health = _health((code, path) for code, wanted in files.items() for path in wanted["health"])
        watch.turn("validate")

        def believed(table: str) -> pl.DataFrame:
            extra = {"row_number": pl.col("row_number")}
            if table == "workforce.post":
                extra["extract_month_end"] = pl.col("month_end").str.to_date()
            return _checked(_typed(raw[table], layouts[table], extra), table, layouts[table], found)

        tables = dict(zip(raw, threads.map(believed, raw), strict=True))
        rows = sum(frame.height for frame in raw.values()) + health.height
        raw.clear()
        tables["health.health_return"] = health
        watch.turn("load")
        connection.execute("set TimeZone = 'UTC'")
        for schema in ("mosaic", "eisi", "police", "health", "workforce", "partnership", "reference", "core"):
            connection.execute(f"create schema {schema}")
        for path in sorted((folder / "reference").glob("*.parquet")):
            connection.execute(f"create table reference.{path.stem} as from read_parquet('{path}')")
        _stored(connection, tables, layouts)
        tables.clear()
        watch.turn("core")
        core(connection, said, threads)
        watch.turn("indicators")
        figures = counted(connection, said, threads)
        watch.turn("outputs")
        Outputs(connection, said["refs"]).write(folder)
        if "--figures" in sys.argv:
            (folder / "bare.json").write_text(
                json.dumps(sorted(connection.execute(_TOTALS).fetchall(), key=str))
            )
    answer = {
        "rows": rows,
        "authorities": len(files),
        "indicators": len(said["indicators"]),
        "tables": sum(1 + len(each["breakdowns"]) for each in said["indicators"]),
        "figures": figures,
        "queried": sum(found.values()),
    }
    print(json.dumps({**answer, "floor": floor(rows), **watch.told()}))


if __name__ == "__main__":
    main()
