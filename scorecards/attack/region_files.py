"""Numbers in a region's finished files where its frozen release has a mark."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from scorecards.accessibility.opened import opened
from scorecards.attack.drawings import charts_beyond_their_tables, drawings_beyond_their_tables
from scorecards.attack.files import COUNTS, Place, in_values, number_places, withheld_places, workbook_tables
from scorecards.attack.pages import MONTH, QUARTER, Table, page_of
from scorecards.attack.region import edition_of
from scorecards.period import Quarter

STEPS = {"month": MONTH, "quarter": QUARTER}
PERIOD = "Month or quarter ending"


def region_sightings(
    path: Path, quarter: Quarter, text: str, *, region: str, names: Mapping[str, str]
) -> list[str]:
    """Sentences, without a value, for every number that a finished file of the region has where the frozen release has a
    mark: in the region's own figures and in those of every authority, which its files call by `names`."""
    frozen = edition_of(text, region)
    hidden: dict[str, set[Place]] = {region: withheld_places(frozen.sums.values())}
    for code, seen in frozen.lines.items():
        own = (replace(each, indicator=each.indicator.removeprefix(f"{code} ")) for each in seen.values())
        hidden[code] = withheld_places(own)
    tables, found = list[Table](), list[str]()
    if path.suffix == ".xlsx":
        book = opened(path.read_bytes(), path.name)
        tables, found = list(workbook_tables(book)), charts_beyond_their_tables(book)
    if path.suffix == ".html":
        page = page_of(path.read_text(encoding="utf-8"))
        tables, found = page.tables, drawings_beyond_their_tables(page)
    places = {(region, place) for place in in_values(path)}
    for table in tables:
        places |= {
            (whose, place)
            for whose, part in _by_whom(table, names, region)
            for place in number_places(part, quarter)
        }
    for whose, place in places:
        if place in hidden.get(whose, set()):
            where = " ".join(place).rstrip()
            found.append(f"{whose} has a number for {where}, which is withheld.")
    return [f"{path.name}: {words}" for words in sorted(found)]


def _by_whom(table: Table, names: Mapping[str, str], region: str) -> Iterator[tuple[str, Table]]:
    """A table parted by authority, or the region's own as it is. One that is about an indicator gets its ref as a column."""
    about, headings, rows = table
    if "Authority" not in headings:
        columns = {
            names.get(name, region): at
            for at, name in enumerate(headings)
            if name in names or name == "Region"
        }
        parts = _trends(table, columns) if columns else [(region, table)]
        yield from parts
        return
    at = headings.index("Authority")
    ref = about.partition(" by authority")[0].strip()
    is_about = "Ref" not in headings
    if "This quarter" not in headings:  # its counts are of the window that its figures are of
        headings = ["" if name in COUNTS else name for name in headings]
    for name, code in names.items():
        mine = [row for row in rows if row[at] == name]
        if is_about:
            yield code, (about, ["Ref", *headings], [[ref, *row] for row in mine])
        else:
            yield code, (about, headings, mine)


def _trends(table: Table, columns: Mapping[str, int]) -> Iterator[tuple[str, Table]]:
    """A table with a column for each authority, as one of months or quarters for each: of a page, which is about one
    indicator, or of a workbook, which names the indicator and the step in every row."""
    about, headings, rows = table
    for whose, at in columns.items():
        if headings[0] in STEPS.values():
            yield whose, (about, [headings[0], ""], [[row[0], row[at]] for row in rows])
            continue
        ref, step, period = (headings.index(name) for name in ("Ref", "By", PERIOD))
        for row in rows:
            yield whose, (row[ref], [STEPS[row[step].lower()], ""], [[row[period], row[at]]])
