"""Which conditions of an indicator no example holds: `python -m tests.unheld [REF or section …]`.

Each condition of its query is taken away, and each bound moved by one; where every example answers as before, nobody would
notice if somebody did so by mistake. What is left over is a guard that another condition repeats, or wants an example.
"""

import sys
from collections.abc import Iterator

import duckdb
import sqlglot
from sqlglot import exp

from pipelines.settings import settings
from scorecards.indicator import Indicator, indicators
from tests.example_database import AUTHORITY, SQL, ExampleDatabase
from tests.test_windows_of_examples import breaches

_MOVED = {exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT}
_JOINS = ("authority", "period_id")


def unheld(database: ExampleDatabase, indicator: Indicator) -> Iterator[str]:
    """The conditions, and the bounds, that can be taken away or moved without an example telling."""
    tree = sqlglot.parse_one(indicator.sql, read="duckdb")
    for place, node in enumerate(tree.walk()):
        for what, other in _others(node):
            changed = tree.copy()
            list(changed.walk())[place].replace(other)
            if holds(database, indicator, changed.sql("duckdb")):
                yield f"{what}: {node.sql('duckdb')}"


def _others(node: exp.Expression) -> Iterator[tuple[str, exp.Expression]]:
    """What may stand in the place of a condition."""
    is_join = isinstance(node, exp.EQ) and any(column.name in _JOINS for column in node.find_all(exp.Column))
    if is_join or not isinstance(node, exp.Condition):
        return
    if type(node) in _MOVED:
        yield "moved", _MOVED[type(node)](this=node.this.copy(), expression=node.expression.copy())
    if isinstance(node.parent, exp.And | exp.Where):
        yield "without", exp.true()
    elif isinstance(node.parent, exp.Or):
        yield "without", exp.false()
    elif isinstance(node.parent, exp.Join) and node.arg_key == "on":
        yield "without", exp.true()


def holds(database: ExampleDatabase, indicator: Indicator, sql: str) -> bool:
    """Whether every example of the indicator gets its answer from a query, and its windows count what is in them."""
    names = ["numerator", "denominator"] if indicator.has_denominator else ["numerator"]
    for example in indicator.examples:
        database.give(example, indicator.tables, breakdowns=indicator.breakdowns)
        try:
            rows = [row for row in database.rows(sql) if row["authority"] == AUTHORITY]
        except duckdb.Error:
            return False
        totals = [row for row in rows if all(row[name] is None for name in indicator.breakdowns)]
        if example.expect is not None and {n: row[n] for row in totals for n in names} != example.expect:
            return False
        for name, expected in example.expect_by.items():
            if {row[name]: [row[n] for n in names] for row in rows if row[name] is not None} != expected:
                return False
    return not any(any(breaches(database, indicator, example, sql)) for example in indicator.examples)


def main() -> None:
    """Print them, by indicator."""
    database, asked = ExampleDatabase(), set(sys.argv[1:])
    for each in indicators(SQL, settings().overlay):
        if not asked or asked & {each.ref, each.section}:
            for words in dict.fromkeys(unheld(database, each)):
                print(f"{each.ref}  {words}", flush=True)


if __name__ == "__main__":
    main()
