"""The bare census script: what a good engineer writes to hold one census against the national rules.

It streams the children with lxml, keeps each module's values as text, casts them in Polars, and asks the very rules of
`sql/census` in one DuckDB in memory, counting the records that each names. It keeps no lines, paths, words, unknown
elements or values that cannot be read, and refuses nothing. Run as `python -m tests.benchmark.bare_census FILE`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from lxml import etree

from pipelines.figures.reference import calendar
from scorecards.census_rule import census_rules
from sources.census.layout import MODULES, WRAPPERS
from sources.census.typed import FLAGS, WHOLE, is_day
from tests.benchmark.clock import ROOT
from tests.benchmark.stages import peak

REFERENCE = ROOT / "data" / "reference"
BY_TAG = {module.tag: module for module in MODULES}
PARENTS = {"child": (), "episode": ("child",), "disabilities": ("child",), "assessment": ("child", "episode")}
PARENTS |= {"factor": ("child", "episode", "assessment"), "review": ("child", "episode", "cp_plan")}


def rows(path: Path) -> tuple[dict[str, str], dict[str, list[tuple[Any, ...]]]]:
    """The header's values and every module's records, each with its numbers and its values as text."""
    held: dict[str, list[tuple[Any, ...]]] = {module.name: [] for module in MODULES}
    header: dict[str, str] = {}

    def add(element: Any, above: tuple[int, ...]) -> None:
        module = BY_TAG[element.tag]
        found = held[module.name]
        place = (*above, len(found))
        if module.fields == (module.tag,):
            found.append((*place, element.text))
            return
        values: dict[str, str | None] = {}
        found.append(())
        fill(element, values, place)
        found[place[-1]] = (*place, *map(values.get, module.fields))

    def fill(element: Any, values: dict[str, str | None], place: tuple[int, ...]) -> None:
        for part in element:
            if part.tag in WRAPPERS:
                fill(part, values, place)
            elif part.tag in BY_TAG:
                add(part, place)
            else:
                values[part.tag] = part.text

    for _, element in etree.iterparse(str(path), tag=("Child", "Year", "ReferenceDate", "LEA", "Collection")):
        if element.tag == "Child":
            add(element, ())
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        else:
            header[element.tag] = element.text
    return header, held


def tables(header: dict[str, str], held: dict[str, list[tuple[Any, ...]]]) -> dict[str, pl.DataFrame]:
    """The modules with days, flags and numbers as such."""
    made = {}
    for module in MODULES:
        numbers = (*PARENTS.get(module.name, ("child", "episode")), module.name)
        schema = dict.fromkeys(numbers, pl.Int32) | dict.fromkeys(module.fields, pl.String)
        table = pl.DataFrame(held[module.name], schema=schema, orient="row")
        made[module.name] = table.with_columns(
            pl.col(name).str.to_date(strict=False)
            if is_day(name)
            else pl.col(name).is_in(["1", "true"])
            if name in FLAGS
            else pl.col(name).cast(pl.Int64, strict=False)
            for name in module.fields
            if is_day(name) or name in (*FLAGS, *WHOLE)
        )
    sexes = {"1": "M", "2": "F", "0": "U", "9": "U", "M": "M", "F": "F", "U": "U"}
    sex = pl.coalesce("Sex", "GenderCurrent").replace_strict(sexes, default=None)
    made["child"] = made["child"].with_columns(sex.alias("Sex"))
    end = pl.Series("end_date", [f"{header['Year']}-03-31"]).str.to_date()
    made["header"] = pl.DataFrame({"header": [0], "Year": [header["Year"]], "ReferenceDate": end})
    made["period"] = pl.DataFrame({"end_date": end}).with_columns(
        start_date=pl.col("end_date").dt.offset_by("-1y").dt.offset_by("1d")
    )
    return made


def main() -> None:
    """Hold one census against every rule and say how long it took."""
    begun, begun_cpu = time.perf_counter(), time.process_time()
    header, held = rows(Path(sys.argv[1]))
    made = tables(header, held)
    connection = duckdb.connect()
    connection.execute("create schema census; create schema reference")
    made = {f"census.{name}": table for name, table in made.items()}
    made["reference.calendar"] = calendar(REFERENCE / "bank_holidays.csv")
    made["reference.authority_code"] = pl.read_csv(REFERENCE / "authority_codes.csv", infer_schema=False)
    for name, incoming in made.items():
        connection.register("incoming", incoming)
        connection.execute(f"create table {name} as from incoming")
    found = {rule.code: len(connection.execute(rule.sql).fetchall()) for rule in census_rules(ROOT / "sql")}
    told = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - begun_cpu,
        "children": len(held["child"]),
        "broken": sum(found.values()),
        "peak": peak(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
