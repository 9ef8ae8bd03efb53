"""A query in another engine's words: our macros written out, schemas folded into names, the rest by sqlglot.

The lint of the SQL files keeps out what would be written wrongly without a word; what fails, fails loudly there.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from pipelines.settings import ROOT

if TYPE_CHECKING:
    from sqlglot import exp

MACROS = ROOT / "sql" / "macros"


def written_for(dialect: str, query: str) -> str:
    """The query in another dialect of sqlglot's, `postgres` or `spark`; a table `core.child` is named `core__child`."""
    import sqlglot

    tree = sqlglot.parse_one(query, read="duckdb").transform(_written_out).transform(_folded)
    return (tree.transform(_exactly_in_the_middle) if dialect == "spark" else tree).sql(dialect)


def folded(name: str) -> str:
    """A table's name where there is one schema for everything: `core.child` is `core__child`."""
    return name.replace(".", "__")


def _folded(node: "exp.Expr") -> "exp.Expr":
    from sqlglot import exp

    if isinstance(node, exp.Table) and node.db:
        alias = node.args.get("alias")
        return exp.Table(this=exp.to_identifier(folded(f"{node.db}.{node.name}")), alias=alias)
    return node


def _exactly_in_the_middle(node: "exp.Expr") -> "exp.Expr":
    """A percentile by Spark's exact function: left to sqlglot it becomes an approximate one, without a word."""
    from sqlglot import exp

    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        ordered = node.expression.expressions[0].this
        return exp.Anonymous(this="percentile", expressions=[ordered, node.this.this])
    return node


def _written_out(node: "exp.Expr") -> "exp.Expr":
    """A call of one of our macros as the expression that it stands for."""
    from sqlglot import exp

    if not isinstance(node, exp.Anonymous) or node.name.lower() not in _macros():
        return node
    names, body = _macros()[node.name.lower()]
    given: Mapping[str, exp.Expr] = dict(zip(names, node.expressions, strict=True))

    def put_in(inner: "exp.Expr") -> "exp.Expr":
        if isinstance(inner, exp.Column) and not inner.table and inner.name in given:
            return exp.Paren(this=given[inner.name].copy())
        return inner

    return exp.Paren(this=body.copy().transform(put_in).transform(_written_out))


@cache
def _macros() -> "dict[str, tuple[list[str], exp.Expr]]":
    """The parameters and the body of every macro by name."""
    import sqlglot

    made = [
        sqlglot.parse_one(path.read_text(encoding="utf-8"), read="duckdb") for path in MACROS.glob("*.sql")
    ]
    return {
        each.this.this.name: ([parameter.name for parameter in each.this.expressions], each.expression)
        for each in made
    }
