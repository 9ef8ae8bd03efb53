"""Waiving from the command line: from the beginning of a key to a decision in the ledger."""

from datetime import date

import polars as pl

from pipelines.builds import newest_month
from pipelines.home import Home
from pipelines.review.decisions import Decision, DecisionRefused, Scope, decide, decisions
from pipelines.review.issues import issues
from pipelines.review.telling import decision_lines
from scorecards.review.content import DecisionLine

_ENOUGH = 6


def waive(
    home: Home,
    key: str,
    *,
    reason: str,
    until: str,
    by: str,
    scope: Scope = "issue",
    everywhere: bool = False,
) -> Decision:
    """Waive the issue whose key begins with `key`, or with the scope `rule` all issues of its rule and table that are
    not fixed: of its authority, or `everywhere`, of every authority of a region. Raises DecisionRefused."""
    if everywhere and scope != "rule":
        raise DecisionRefused(
            "Expected a rule to waive for all authorities; found one issue. Say --scope rule."
        )
    month = newest_month(home)
    known = issues(home, month).filter(pl.col("state") != "fixed")
    begins = known.filter(pl.col("issue").str.starts_with(key.strip().lower()))
    if len(key.strip()) < _ENOUGH or begins.height != 1:
        raise DecisionRefused(
            f"Expected the first {_ENOUGH} or more letters of the key of one issue of {month.name}; {begins.height} "
            "begin so. The review shows the keys."
        )
    row = begins.row(0, named=True)
    chosen = begins
    if scope == "rule":
        chosen = known.filter(
            (pl.col("rule") == row["rule"])
            & pl.col("source").eq_missing(pl.lit(row["source"], pl.String))
            & ((pl.col("authority") == row["authority"]) | everywhere)
        )
    whose = f", {'all authorities' if everywhere else row['authority']}" if home.settings.is_region else ""
    about = f"{row['rule']} in {row['source']}" if row["source"] else str(row["rule"])
    where = f", {row['place']}" if scope == "issue" and row["row_number"] is not None else ""
    with home.ledger.writing() as ledger:
        return decide(
            ledger,
            "waived",
            chosen["issue"].to_list(),
            reason=reason,
            by=by,
            until=_day(until),
            on=month.last_day,
            scope=scope,
            subject=f"{about}{whose}{where}",
        )


def listed(home: Home) -> tuple[DecisionLine, ...]:
    """Every decision as it stands at the end of the newest month that is built."""
    known = decisions(home.ledger.records)
    if not known:
        return ()
    month = newest_month(home)
    return decision_lines(known, issues(home, month), month.last_day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DecisionRefused(
            "Expected a last day such as 2023-09-30; found something else. Write year, month and day."
        ) from None
