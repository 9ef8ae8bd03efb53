"""From a query that counts to the rows that it counted, by rewriting the query itself: no second copy of a definition.

Every select of the query is given a further column, `_rows`: the rows of real tables that a row of it was made from.
Where a select counts or adds up, each counted thing becomes one contribution, a struct of its `rows` and its `weight`,
and the list of them stands beside the number as `_of_<column>`. Joins put the rows of both sides together, groups put
their members' together, and arithmetic over numbers is done over the lists as well: what is added is appended, what is
divided by a number is weighed by it. The weights of a number's contributions therefore add up to the number (or have it
as their median), which is what whoever uses this checks for every figure.

What only decides (a condition, a window that ranks, a row that must not exist) counts nothing and is not listed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scorecards.lineage.counting import NO_CONTRIBUTIONS, NO_ROWS, WHOLE, Counting, Known
from scorecards.reference_table import LEDGER_TABLES

ROWS = "_rows"
NUMBERS = ("numerator", "denominator")
"""The columns of a result that are figures."""
TABLE = 1 << 40
"""A row is told by one number: its table's place times this, and its place in the table."""
LOOKED_UP = 1 << 39
"""Added to the number of a row that was only looked up by a left join: without it the other row would still be there."""


@dataclass(frozen=True)
class Traced:
    """A query rewritten. `sql` returns what the query returned, and `_rows`; and for every column in `counted`, which is
    SUM or MEDIAN, `_of_<column>`, its contributions; or WHOLE, where a number is worked out from all its rows in a way
    that gives none of them a weight, and is one contribution. The table of a row is `tables[row // TABLE]`."""

    sql: str
    counted: dict[str, str]
    tables: list[str]


def traced(sql: str, *, asked: Mapping[str, str] | None = None, tables: list[str] | None = None) -> Traced:
    """The query with the rows behind every row and number of it.

    `asked` gives for a table the condition on the rows of it that the query is asked for, such as `{"reference.period":
    "period_id = 'month:2022-08'"}`. `tables`, where several queries are traced, is their common list, which grows.
    """
    import sqlglot  # only whoever traces waits for it

    tree = sqlglot.parse_one(sql, read="duckdb")
    rewriting = _Rewriting([] if tables is None else tables)
    rewriting.ask_for(tree, asked or {})
    known = rewriting.query(tree, {})
    top = rewriting.last_of(tree)
    return Traced(sql=top.sql(dialect="duckdb"), counted=dict(known.counted), tables=rewriting.tables)


class _Rewriting:
    """One query while it is rewritten in place."""

    def __init__(self, tables: list[str]) -> None:
        self.tables = tables
        self._replaced: dict[int, Any] = {}

    def last_of(self, tree: Any) -> Any:
        """The tree itself, or what a union without duplicates became."""
        return self._replaced.get(id(tree), tree)

    @staticmethod
    def ask_for(tree: Any, asked: Mapping[str, str]) -> None:
        """Read of some tables only the rows that a condition admits."""
        import sqlglot
        from sqlglot import exp

        for table in list(tree.find_all(exp.Table)):
            name = f"{table.db}.{table.name}"
            if name in asked:
                alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
                chosen = sqlglot.parse_one(f"select * from {name} where {asked[name]}", read="duckdb")
                table.replace(exp.Subquery(this=chosen, alias=alias))

    def query(self, tree: Any, outer: dict[str, Known]) -> Known:
        """Rewrite a query and what stands in it."""
        from sqlglot import exp

        names = dict(outer)
        written = tree.args.get("with_") or tree.args.get("with")
        for common in written.expressions if written is not None else ():
            names[common.alias] = self.query(common.this, names)
        if isinstance(tree, exp.Subquery):
            return self.query(tree.this, names)
        if isinstance(tree, exp.Union):
            return self._union(tree, names)
        known, extra = self._select(tree, names)
        self._add(tree, known, extra)
        return known

    def _union(self, tree: Any, names: dict[str, Known]) -> Known:
        """Every side gets the same further columns; a union that drops duplicates groups what it keeps."""
        from sqlglot import exp

        sides = _sides(tree)
        found = [self._select(side, names) for side in sides]
        heads = [each.alias_or_name for each in sides[0].selects]
        known = Known(has_rows=any(one.has_rows for one, _ in found))
        for side, (one, _) in zip(sides, found, strict=True):
            for place, column in enumerate(side.selects):
                if column.alias_or_name in one.counted:
                    known.counted[heads[place]] = one.counted[column.alias_or_name]
        for side, (_, extra) in zip(sides, found, strict=True):
            here = {heads[place]: each.alias_or_name for place, each in enumerate(side.selects)}
            moved = {name: extra[here[name]] for name in known.counted if here[name] in extra}
            self._add(side, known, {ROWS: extra[ROWS], **moved})
        if any(each.args.get("distinct") for each in tree.find_all(exp.Union)):
            for each in tree.find_all(exp.Union):
                each.set("distinct", False)
            inner = tree.copy()
            grouped = exp.select(*heads, exp.Var(this=f"flatten(list({ROWS})) as {ROWS}")).from_(
                exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier("every")))
            )
            grouped.set("group", exp.Group(all=True))
            known.counted.clear()
            self._replaced[id(tree)] = tree.replace(grouped) if tree.parent else grouped
        return known

    def _select(self, select: Any, names: dict[str, Known]) -> tuple[Known, dict[str, str]]:
        """What is known of a select, and the text of its further columns; the select itself is not changed yet."""
        from sqlglot import exp

        sources = {}
        rows = []
        for source, is_left in _sources(select):
            alias = source.alias_or_name
            if isinstance(source, exp.Subquery):
                sources[alias] = self.query(source.this, names)
            elif source.db:
                is_fact = source.db == "reference" and f"{source.db}.{source.name}" not in LEDGER_TABLES
                sources[alias] = Known(has_rows=not is_fact)
                if not is_fact:
                    first = self._place(f"{source.db}.{source.name}") * TABLE
                    first += LOOKED_UP * is_left
                    rows.append(
                        f"case when {alias}.rowid is null then {NO_ROWS} else [{first} + {alias}.rowid] end"
                    )
                continue
            else:
                sources[alias] = names[source.name]
            if sources[alias].has_rows:
                held = f"coalesce({alias}.{ROWS}, {NO_ROWS})"
                rows.append(f"list_transform({held}, lambda row: row | {LOOKED_UP})" if is_left else held)
        text = "" if not rows else rows[0] if len(rows) == 1 else f"flatten([{', '.join(rows)}])"
        known = Known(has_rows=bool(rows))
        counting = Counting(sources, text)
        extra = {}
        grouped = select.args.get("group") or any(_is_aggregate(each) for each in select.selects)
        for column in select.selects:
            expression = column.this if isinstance(column, exp.Alias) else column
            listed = counting.of(expression) if rows else None
            if listed is None and column.alias_or_name in NUMBERS and not grouped:
                listed = counting.as_it_stands(expression)
            how = counting.how(expression)
            if listed is None and column.alias_or_name == NUMBERS[0] and grouped and rows:
                listed, how = counting.whole(expression), WHOLE
            if listed is not None:
                known.counted[column.alias_or_name] = how
                extra[column.alias_or_name] = listed
            elif counting.is_fact(expression):
                known.facts.add(column.alias_or_name)
        distinct = select.args.get("distinct")
        extra[ROWS] = text or NO_ROWS
        if rows and (grouped or distinct):
            extra[ROWS] = f"coalesce(flatten(list({text})), {NO_ROWS})"
        if distinct and rows:
            select.set("distinct", None)
            select.set("group", exp.Group(all=True))
        return known, extra

    @staticmethod
    def _add(select: Any, known: Known, extra: dict[str, str]) -> None:
        from sqlglot import exp

        select.append("expressions", exp.Var(this=f"{extra[ROWS]} as {ROWS}"))
        for name in known.counted:
            listed = extra.get(name, NO_CONTRIBUTIONS)
            select.append("expressions", exp.Var(this=f"{listed} as _of_{name}"))

    def _place(self, table: str) -> int:
        if table not in self.tables:
            self.tables.append(table)
        return self.tables.index(table)


def _sides(tree: Any) -> list[Any]:
    """The selects of a union, in order."""
    from sqlglot import exp

    if isinstance(tree, exp.Union):
        return [*_sides(tree.this), *_sides(tree.expression)]
    return [tree]


def _sources(select: Any) -> Iterable[tuple[Any, bool]]:
    """What a select reads from, in order, each with whether it is only looked up."""
    first = select.args.get("from_") or select.args.get("from")
    if first is not None:
        yield first.this, False
    for join in select.args.get("joins") or ():
        yield join.this, join.side == "LEFT"


def _is_aggregate(column: Any) -> bool:
    """Whether a column is worked out over many rows; a window is not."""
    from sqlglot import exp

    return any(each.find_ancestor(exp.Window) is None for each in column.find_all(exp.AggFunc))
