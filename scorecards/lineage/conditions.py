"""The conditions under which a query reads a table, one by one, so that a row that is not counted can be told why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

WINDOWS = ("reference.period", "reference.month")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition on one table: `sql` names the table by `alias` and, where it holds in some windows only, the window by
    `window`."""

    table: str
    alias: str
    sql: str
    window: str = ""


def conditions(sql: str, table: str) -> list[Condition]:
    """What a row of `table` alone decides, with the window at most, wherever the query reads that table."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    passed = {each.alias: each.this for each in tree.find_all(exp.CTE) if isinstance(each.this, exp.Select)}
    found: list[Condition] = []
    for select in tree.find_all(exp.Select):
        aliases = dict(_tables(select))
        window = next((each for each, read in aliases.items() if read in WINDOWS), "")
        for alias, name in aliases.items():
            inner = _passing(passed[name], table) if name in passed else {}
            if name != table and not inner:
                continue
            own = next(iter(inner.values())).table if inner else alias
            for part in _parts(select, alias):
                read = {column.table for column in part.find_all(exp.Column)}
                named = {column.name for column in part.find_all(exp.Column) if column.table == alias}
                if part.find(exp.Subquery) or not (alias in read and read <= {alias, window} - {""}):
                    continue
                if inner and not (named <= set(inner) and own != window):
                    continue
                told = part.copy()
                for column in [each for each in told.find_all(exp.Column) if inner and each.table == alias]:
                    column.replace(inner[column.name].copy())
                words, of_window = told.sql(dialect="duckdb"), window if window in read else ""
                found.append(Condition(table=table, alias=own, sql=words, window=of_window))
    return list(dict.fromkeys(found))


def _passing(select: Any, table: str) -> dict[str, Any]:
    """The columns that a select hands on just as it reads them from `table`, by the names that it gives them."""
    from sqlglot import exp

    mine = [alias for alias, name in _tables(select) if name == table]
    if len(mine) != 1 or select.args.get("group") or select.args.get("distinct"):
        return {}
    return {
        each.alias_or_name: each.unalias()
        for each in select.selects
        if isinstance(each.unalias(), exp.Column) and each.unalias().table == mine[0]
    }


def _tables(select: Any) -> Iterator[tuple[str, str]]:
    """The tables that a select reads by itself, by alias."""
    from sqlglot import exp

    first = select.args.get("from_") or select.args.get("from")
    joins = select.args.get("joins") or ()
    for source in [*([first.this] if first is not None else []), *(join.this for join in joins)]:
        if isinstance(source, exp.Table):
            yield source.alias_or_name, f"{source.db}.{source.name}" if source.db else source.name


def _parts(select: Any, alias: str) -> Iterator[Any]:
    """What has to hold at once, taken apart. A condition of a left join decides only over the table that it joins."""
    from sqlglot import exp

    where = select.args.get("where")
    conditions = [where.this] if where is not None else []
    for join in select.args.get("joins") or ():
        if join.args.get("on") is not None and (join.side != "LEFT" or join.alias_or_name == alias):
            conditions.append(join.args["on"])
    for condition in conditions:
        yield from (condition.flatten() if isinstance(condition, exp.And) else [condition])
