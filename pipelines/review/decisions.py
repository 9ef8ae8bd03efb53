"""What people decided about issues: waivers that lapse by themselves, and promises to mend.

A decision names the issues that it is about, one by one, so that it never hides another record, not even a later one
that breaks the same rule. The ledger keeps it; the newest decision on an issue counts, until its last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pipelines.fingerprint import of_text
from pipelines.ledger import Ledger, Record

Decided = Literal["waived", "returned"]
Scope = Literal["issue", "rule"]
ENDING_SOON = 31
"""Days in which a waiver that ends is said to be ending: the next extract will find it gone."""


class DecisionRefused(Exception):
    """A decision that cannot be recorded; the words say what it lacks."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision. `until` is the last day on which it counts; `scope` says how its issues were chosen: `issue` one
    by one, `rule` all that one rule had found in one table on the day of the decision."""

    decision: str
    kind: Decided
    issues: tuple[str, ...]
    reason: str
    by: str
    until: date
    scope: Scope
    subject: str
    decided: date

    def is_active(self, on: date) -> bool:
        """Whether it counts on a day."""
        return on <= self.until

    def is_ending(self, on: date) -> bool:
        """Whether it counts on a day and no longer a month after."""
        return 0 <= (self.until - on).days < ENDING_SOON


def decisions(records: Iterable[Record]) -> list[Decision]:
    """Every decision of the ledger, the oldest first."""
    return [
        Decision(
            decision=each.facts["decision"],
            kind="waived" if each.event == "waived" else "returned",
            issues=tuple(each.facts["issues"]),
            reason=each.facts["reason"],
            by=each.facts["by"],
            until=date.fromisoformat(each.facts["until"]),
            scope=each.facts["scope"],
            subject=each.facts["subject"],
            decided=date.fromisoformat(each.at[:10]),
        )
        for each in records
        if each.event in ("waived", "returned")
    ]


def decide(
    ledger: Ledger,
    kind: Decided,
    issues: Iterable[str],
    *,
    reason: str,
    by: str,
    until: date,
    on: date,
    scope: Scope = "issue",
    subject: str = "",
) -> Decision:
    """Record a decision. `on` is the last day of the data that it was made on. Hold the ledger's `writing()`."""
    chosen = sorted(set(issues))
    for name, words in (("a reason", reason), ("an author", by)):
        if not words.strip():
            raise DecisionRefused(f"Expected {name}; found none. A decision without one cannot be reviewed.")
    if not chosen:
        raise DecisionRefused("Expected an issue that is open; found none. Take its key from the review.")
    if until <= on:
        raise DecisionRefused(
            f"Expected a last day after {on}, the end of the data that the issue stands in; found {until}."
        )
    facts: dict[str, Any] = {
        "issues": chosen,
        "reason": " ".join(reason.split()),
        "by": by.strip(),
        "until": str(until),
        "scope": scope,
        "subject": subject,
    }
    number = str(len(ledger.of("waived", "returned")))
    record = ledger.append(kind, decision=of_text("|".join([number, *chosen])), **facts)
    return decisions([record])[0]
