"""What one select of a query counts: an expression over numbers becomes the same expression over their contributions."""

from dataclasses import dataclass, field
from typing import Any

SUM, MEDIAN, WHOLE = "sum", "median", "whole"
"""How a number is put together from its contributions."""
NO_ROWS = "cast([] as bigint[])"
NO_CONTRIBUTIONS = 'cast([] as struct("rows" bigint[], weight double)[])'


@dataclass
class Known:
    """What is known of a part of a query: whether it has rows of real tables, which columns have contributions, and which
    are facts, such as a population, that stand beside its rows and count none."""

    has_rows: bool
    counted: dict[str, str] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Counting:
    """The contributions to an expression within one select. `rows` is the text of its rows, of the members' where the
    select groups."""

    sources: dict[str, Known]
    rows: str

    def how(self, node: Any) -> str:
        """How a number is put together from its contributions."""
        from sqlglot import exp

        if isinstance(node, exp.Column) and node.table in self.sources:
            return self.sources[node.table].counted.get(node.name, SUM)
        return MEDIAN if node.find(exp.PercentileCont) else SUM

    def as_it_stands(self, node: Any) -> str | None:
        """A number that a row has already, such as one that was entered by hand, as the contribution of its rows."""
        from sqlglot import exp

        source = self.sources.get(node.table) if isinstance(node, exp.Column) else None
        if source is None or not source.has_rows or self.is_fact(node):
            return None
        one = f"{{'rows': {self.rows}, 'weight': cast({_text(node)} as double)}}"
        return f"case when {_text(node)} is null then {NO_CONTRIBUTIONS} else [{one}] end"

    def is_fact(self, node: Any) -> bool:
        """Whether an expression is worked out from facts alone."""
        from sqlglot import exp

        read = [(self.sources.get(each.table), each.name) for each in node.find_all(exp.Column)]
        return bool(read) and all(
            source is not None and (not source.has_rows or name in source.facts) for source, name in read
        )

    def whole(self, node: Any) -> str:
        """A number that is worked out from all the rows of its group."""
        rows = f"coalesce(flatten(list({self.rows})), {NO_ROWS})"
        return f"[{{'rows': {rows}, 'weight': cast({_text(node)} as double)}}]"

    def of(self, node: Any, only: str = "") -> str | None:
        """The text of the list of contributions, or None for an expression that counts nothing."""
        from sqlglot import exp

        if isinstance(node, exp.Paren | exp.Cast | exp.Alias):
            return self.of(node.this, only)
        if isinstance(node, exp.Column):
            source = self.sources.get(node.table)
            if source is None or node.name not in source.counted:
                return None
            return f"coalesce({node.table}._of_{node.name}, {NO_CONTRIBUTIONS})"
        if isinstance(node, exp.Filter):
            return self.of(node.this, f" filter (where {_text(node.expression.this)})")
        if isinstance(node, exp.Coalesce | exp.Nullif):
            return self.of(node.this, only)
        if isinstance(node, exp.Add | exp.Sub):
            return self._added(self.of(node.this), self.of(node.expression), isinstance(node, exp.Sub))
        if isinstance(node, exp.Mul | exp.Div):
            listed = self.of(node.this, only)
            sign = "/" if isinstance(node, exp.Div) else "*"
            return listed and _weighed(listed, f"each.weight {sign} {_text(node.expression)}")
        if isinstance(node, exp.Case):
            return self._chosen(node)
        return self._aggregated(node, only)

    @staticmethod
    def _added(first: str | None, second: str | None, is_less: bool) -> str | None:
        if second is not None and is_less:
            second = _weighed(second, "-each.weight")
        lists = [each for each in (first, second) if each is not None]
        return None if not lists else lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"

    def _chosen(self, node: Any) -> str | None:
        branches = [(_text(each.this), self.of(each.args["true"])) for each in node.args["ifs"]]
        default = self.of(node.args["default"]) if node.args.get("default") else None
        if node.this is not None or not any(listed for _, listed in (*branches, ("", default))):
            return None
        whens = " ".join(f"when {when} then {listed or NO_CONTRIBUTIONS}" for when, listed in branches)
        return f"case {whens} else {default or NO_CONTRIBUTIONS} end"

    def _aggregated(self, node: Any, only: str) -> str | None:
        from sqlglot import exp

        if isinstance(node, exp.Count):
            counted = node.this
            there = "" if isinstance(counted, exp.Star) else f"{_text(counted)} is not null"
            return self._each("1", _and(only, there))
        if isinstance(node, exp.Sum):
            inner = self.of(node.this)
            if inner is not None:
                return f"coalesce(flatten(list({inner}){only}), {NO_CONTRIBUTIONS})"
            return self._each(_text(node.this), _and(only, f"coalesce({_text(node.this)}, 0) <> 0"))
        if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
            value = _text(node.expression.expressions[0].this)
            return self._each(value, _and(only, f"{value} is not null"))
        return None

    def _each(self, weight: str, only: str) -> str:
        one = f"{{'rows': {self.rows}, 'weight': cast({weight} as double)}}"
        return f"coalesce(list({one}){only}, {NO_CONTRIBUTIONS})"


def _weighed(listed: str, weight: str) -> str:
    return f"list_transform({listed}, lambda each: {{'rows': each.rows, 'weight': {weight}}})"


def _and(only: str, condition: str) -> str:
    if not condition:
        return only
    return f"{only[:-1]} and {condition})" if only else f" filter (where {condition})"


def _text(node: Any) -> str:
    return str(node.sql(dialect="duckdb"))
