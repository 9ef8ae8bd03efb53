"""From every agency column, and every setting, through the core tables to the indicators, by parsing the queries.

A core column comes from what its expression reads, and from everything that decides which rows there are: conditions,
joins, groups. An indicator depends on every core column that it names. Run as `python -m scorecards.lineage.tracing`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.lineage.touched import FILE
from scorecards.query import columns_read, tables_read

SQL = Path(__file__).parents[2] / "sql"
ROWS = "*"
"""Stands for the column that says which rows there are."""
SETTING = "setting"
"""Stands for the schema of the settings: each that a query looks up is taken for a table of its own."""

_ON = re.compile(r"_on$")

Columns = set[tuple[str, str]]


def touched(core: Iterable[CoreTable], found: Iterable[Indicator]) -> dict[str, set[str]]:
    """The refs of the indicators by agency column, such as `police.missing_report.found_at`, and by setting, such as
    `setting.interview_hours`."""
    origins = _origins(core)
    refs: dict[str, set[str]] = {}
    for indicator in found:
        named = {(name.rpartition(".")[0], name.rpartition(".")[2]) for name in columns_read(indicator.sql)}
        named |= {(table, ROWS) for table in tables_read(indicator.sql)}
        for name in settings_named(indicator.sql):
            refs.setdefault(f"{SETTING}.{name}", set()).add(indicator.ref)
        for table, column in _agency(named, origins):
            if table.startswith(f"{SETTING}."):
                for name in table.removeprefix(f"{SETTING}.").split():
                    refs.setdefault(f"{SETTING}.{name}", set()).add(indicator.ref)
            elif column != "authority":
                # a moment's local day stands beside it
                refs.setdefault(f"{table}.{_ON.sub('_at', column)}", set()).add(indicator.ref)
    return refs


def settings_named(sql: str) -> set[str]:
    """The settings that a query looks up itself."""
    import sqlglot

    return {name for _, names in _settings(sqlglot.parse_one(sql, read="duckdb")) for name in names}


def _settings(tree: Any) -> Iterator[tuple[Any, set[str]]]:
    """Each look-up of settings in a query, with the names that its conditions ask for."""
    from sqlglot import exp

    for table in list(tree.find_all(exp.Table)):
        if _name(table) != "reference.setting":
            continue
        args = table.find_ancestor(exp.Select).args
        conditions = [join.args.get("on") for join in args.get("joins") or ()] + [args.get("where")]
        asked = [node for each in conditions if each for node in each.find_all(exp.EQ, exp.In)]
        of_name = [
            node for node in asked if (node.this.name, node.this.table) == ("name", table.alias_or_name)
        ]
        yield table, {literal.this for node in of_name for literal in node.find_all(exp.Literal)}


def _agency(named: Columns, origins: dict[tuple[str, str], Columns]) -> Columns:
    return {
        origin
        for name in named
        for origin in (origins.get(name, set()) if name[0].startswith("core.") else {name})
        if not origin[0].startswith("reference.") and origin[1] != ROWS
    }


def _origins(core: Iterable[CoreTable]) -> dict[tuple[str, str], Columns]:
    """What each core column comes from, in the agencies' columns; `core` is in the order in which it is made."""
    origins: dict[tuple[str, str], Columns] = {}
    for table in core:
        query = Query(table.sql)
        rows = _agency(query.rows(), origins)
        origins[table.name, ROWS] = rows
        for column in table.columns:
            origins[table.name, column] = rows | _agency(query.column(column), origins)
    return origins


class Query:
    """One select, with what its columns and its rows come from in real tables."""

    def __init__(self, sql: str) -> None:
        import sqlglot  # only whoever documents waits for it
        from sqlglot.optimizer.scope import build_scope

        tree = sqlglot.parse_one(sql, read="duckdb")
        for table, names in list(_settings(tree)):
            table.set("db", sqlglot.to_identifier(SETTING))
            table.set("this", sqlglot.to_identifier(" ".join(sorted(names)), quoted=True))
        self._root: Any = build_scope(tree)
        self._row_columns: dict[int, Columns] = {}
        self._left_joins: set[tuple[int, str]] = set()

    def column(self, name: str) -> Columns:
        """What a column of the result comes from."""
        return self._of_column(self._root, name)

    def rows(self) -> Columns:
        """What decides which rows the result has."""
        return self._of_rows(self._root)

    def _of_column(self, scope: Any, name: str) -> Columns:
        if scope.set_operation_scopes:
            first, second = scope.set_operation_scopes
            place = [each.alias_or_name for each in self._selects(scope)].index(name)
            other = self._selects(second)[place].alias_or_name
            return self._of_column(first, self._selects(first)[place].alias_or_name) | self._of_column(
                second, other
            )
        chosen = next((each for each in scope.expression.selects if each.alias_or_name == name), None)
        return self._of_expressions(scope, [chosen]) if chosen is not None else set()

    def _selects(self, scope: Any) -> list[Any]:
        return (
            self._selects(scope.set_operation_scopes[0])
            if scope.set_operation_scopes
            else list(scope.expression.selects)
        )

    def _of_rows(self, scope: Any) -> Columns:
        if id(scope) in self._row_columns:
            return self._row_columns[id(scope)]
        self._row_columns[id(scope)] = set()
        found: Columns = set()
        if scope.set_operation_scopes:
            for part in scope.set_operation_scopes:
                found |= self._of_rows(part)
        else:
            args = scope.expression.args
            deciding = [
                args[name] for name in ("where", "having", "group", "qualify", "distinct") if args.get(name)
            ]
            deciding += [
                join.args["on"] for join in _joins(scope) if join.side != "LEFT" and join.args.get("on")
            ]
            found |= self._of_expressions(scope, deciding)
            if args.get("distinct"):
                found |= self._of_expressions(scope, scope.expression.selects)
            added = {join.alias_or_name for join in _joins(scope) if join.side == "LEFT"}
            for alias, (_, source) in scope.selected_sources.items():
                if alias not in added:
                    found |= self._of_source(source)
        self._row_columns[id(scope)] = found
        return found

    def _of_expressions(self, scope: Any, expressions: Iterable[Any]) -> Columns:
        from sqlglot import exp

        found: Columns = set()
        for expression in expressions:
            for column in expression.find_all(exp.Column):
                found |= self._of_name(self._scope_of(scope, column), column)
            for inner in self._inner(scope, expression):
                found |= self._of_rows(inner)
        return found

    def _inner(self, scope: Any, expression: Any) -> Iterator[Any]:
        """The subqueries within an expression."""
        for inner in scope.subquery_scopes:
            node = inner.expression
            while node is not None and node is not scope.expression:
                if node is expression:
                    yield inner
                    break
                node = node.parent

    def _scope_of(self, scope: Any, column: Any) -> Any:
        """The innermost scope that a column of an expression stands in."""
        for inner in scope.traverse():
            if (
                inner is not scope
                and any(column is each for each in inner.columns)
                and inner.parent is not None
            ):
                return inner
        return scope

    def _of_name(self, scope: Any, column: Any) -> Columns:
        source = None
        while scope is not None and source is None:
            source = scope.sources.get(column.table)
            scope = scope.parent if source is None else scope
        if source is None:
            return set()
        if not _is_scope(source):
            return {(_name(source), column.name)} | self._of_left_join(scope, column.table, source)
        return self._of_column(source, column.name) | self._of_left_join(scope, column.table, source)

    def _of_left_join(self, scope: Any, alias: str, source: Any) -> Columns:
        """What decides which row of a left-joined table is met: it adds no row, as the keys of core tables prove, but
        the values of its columns."""
        join = next(
            (each for each in _joins(scope) if each.side == "LEFT" and each.alias_or_name == alias), None
        )
        if join is None or (id(scope), alias) in self._left_joins:
            return set()
        self._left_joins.add((id(scope), alias))  # its condition names its own columns
        found = self._of_expressions(scope, [join.args["on"]]) | self._of_source(source)
        self._left_joins.remove((id(scope), alias))
        return found

    def _of_source(self, source: Any) -> Columns:
        return self._of_rows(source) if _is_scope(source) else {(_name(source), ROWS)}


def _joins(scope: Any) -> list[Any]:
    return list(scope.expression.args.get("joins") or ())


def _is_scope(source: Any) -> bool:
    return hasattr(source, "selected_sources")


def _name(table: Any) -> str:
    return f"{table.db}.{table.name}"


def document() -> str:
    """The text of `touched.csv`."""
    found = touched(core_tables(SQL), indicators(SQL))
    text = StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["column", "indicators"])
    lines.writerows([column, " ".join(sorted(refs))] for column, refs in sorted(found.items()))
    return text.getvalue()


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
