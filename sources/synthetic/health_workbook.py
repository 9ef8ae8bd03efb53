"""The health providers' workbook: measures down, months across, as people keep it."""

from datetime import date, datetime
from pathlib import Path

from sources.synthetic.cells import Cell
from sources.synthetic.entry import Entry, Row, as_recorded
from sources.synthetic.moments import close_of
from sources.synthetic.month import financial_year, first_day, last_day, month_of, year_months
from sources.synthetic.workbook import Sheet, row_xml, write_workbook

SECTIONS = {
    "H01": "Safeguarding children",
    "H05": "Urgent care",
    "H07": "Primary care",
    "H08": "Prevention",
}
EXCEL_DATE_PROVIDERS = ("SWYPFT", "GP")
TOTAL_LAST_PROVIDERS = ("0-19 Service", "GP")
WORDS = {"not_applicable": "n/a", "suppressed": "<5", "not_supplied": "-"}


def write_health_workbook(folder: Path, book: list[Entry], end: datetime) -> None:
    """Write the financial year so far as kept at `end`, a sheet a provider."""
    year = financial_year(month_of(end.date()))
    months = [first_day(month) for month in year_months(year)]
    providers: dict[str, list[Row]] = {entry.values["provider"]: [] for entry in book}
    for row in as_recorded(book, end):
        if months[0] <= row["month_start"] <= months[-1]:
            providers[row["provider"]].append(row)
    sheets = [
        Sheet(title=provider, rows=_sheet(provider, rows, months, year, end.date()))
        for provider, rows in providers.items()
    ]
    write_workbook(folder / f"Health safeguarding return {year}.xlsx", sheets)


def returned(book: list[Entry], end: datetime) -> list[Row]:
    """The rows of all workbooks up to `end`: what is entered after its year's last workbook was ever in none."""
    rows: list[Row] = []
    for entry in book:
        year = financial_year(month_of(entry.values["month_start"]))
        rows += as_recorded([entry], min(end, close_of(last_day(year_months(year)[-1]))))
    return rows


def _sheet(provider: str, rows: list[Row], months: list[date], year: str, end: date) -> list[str]:
    titles: list[list[Cell]] = [
        [f"{provider}: safeguarding return {year}"],
        [f"Position at {end:%d/%m/%Y}"],
        [],
    ]
    is_excel_date = provider in EXCEL_DATE_PROVIDERS
    across: list[Cell] = [month if is_excel_date else f"{month:%b-%y}" for month in months]
    last = ["Comment", f"Total {year}"] if provider in TOTAL_LAST_PROVIDERS else [f"Total {year}", "Comment"]
    grid: list[list[Cell]] = [*titles, ["Ref", "Measure", "Row", *across, *last]]
    lines: dict[tuple[str, str], dict[date, Row]] = {}
    for row in rows:
        lines.setdefault((row["measure_ref"], row["row_kind"]), {})[row["month_start"]] = row
    section = ""
    for (measure, row_kind), by_month in lines.items():
        heading = _section(measure)
        if heading != section:
            grid.append([heading])
            section = heading
        grid.append(_line(provider, measure, row_kind, by_month, months))
    return [row_xml(row) for row in grid]


def _section(measure: str) -> str:
    return next(title for ref, title in reversed(SECTIONS.items()) if ref <= measure)


def _line(
    provider: str, measure: str, row_kind: str, by_month: dict[date, Row], months: list[date]
) -> list[Cell]:
    cells: list[Cell] = [_cell(by_month.get(month)) for month in months]
    total = sum(row["quantity"] or 0 for row in by_month.values())
    is_worded = any(row["state"] != "supplied" for row in by_month.values())
    comment = "See the lead's note" if is_worded else ""
    last: list[Cell] = [comment, total] if provider in TOTAL_LAST_PROVIDERS else [total, comment]
    name = next(iter(by_month.values()))["measure"]
    return [measure, name, row_kind, *cells, *last]


def _cell(row: Row | None) -> Cell:
    if row is None:
        return None
    quantity: int | None = row["quantity"]
    return WORDS[row["state"]] if quantity is None else quantity
