"""Suppliers' answers: the issues workbooks that come back in `inbox/<month>/decisions/` become decisions in the ledger.

A workbook is taken once, whole or not at all; which ones were is told by the hash of their bytes in the ledger.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home import Home
from pipelines.intake.inbox import decision_files
from pipelines.review.decisions import DecisionRefused, decide
from pipelines.settings import every_password
from scorecards.period import Month

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A workbook of answers: the month of its folder, the hash of its bytes, how many answers were taken, and why none
    were."""

    month: str
    file: str
    taken: int
    refused: str


def answers(home: Home) -> list[Answers]:
    """The workbooks that were looked at, the oldest first."""
    return [Answers(**record.facts) for record in home.ledger.of("answered")]


def untaken_answers(home: Home, month: Month) -> list[tuple[Month, str, Path]]:
    """The workbooks of the folders up to `month` that nobody has looked at: month, hash and path."""
    seen = {(each.month, each.file) for each in answers(home)}
    return [
        (file.month, digest, file.path)
        for file in decision_files(home.settings.inbox, authority=home.settings.authority.code, until=month)
        if (str(file.month), digest := sha256(file.path.read_bytes()).hexdigest()) not in seen
    ]


def take_answers(home: Home, month: Month, known: Collection[str]) -> list[Answers]:
    """Take in the answers that came since the last look. `known` are the keys of the issues there ever were.

    Hold the ledger's `writing()`.
    """
    return [
        _taken(home, month, of_month, digest, path, known)
        for of_month, digest, path in untaken_answers(home, month)
    ]


def _taken(
    home: Home, month: Month, of_month: Month, digest: str, path: Path, known: Collection[str]
) -> Answers:
    from sources.decisions import DecisionsNotRead, read_decisions

    taken, refused = 0, ""
    try:
        taken = _decided(home, month, read_decisions(path, known, every_password(home.settings)))
    except (DecisionsNotRead, DecisionRefused) as reason:
        refused = str(reason)
    home.ledger.append("answered", month=str(of_month), file=digest, taken=taken, refused=refused)
    return Answers(month=str(of_month), file=digest, taken=taken, refused=refused)


def _decided(home: Home, month: Month, found: "pl.DataFrame") -> int:
    """Record the answers, those alike together; all or, where one ends too early, none."""
    from schemas.decision import CORRECT

    early = found.filter(found["until"] <= month.last_day).height
    if early:
        raise DecisionRefused(
            f"Expected a last day after {month.last_day}, the end of the data; found an earlier one in {early} answers. "
            "Give a later day and send the workbook again."
        )
    alike = ["decision", "reason", "until", "author"]
    for (decision, reason, until, author), group in found.group_by(alike, maintain_order=True):
        decide(
            home.ledger,
            "waived" if decision == CORRECT else "returned",
            group["issue"].to_list(),
            reason=str(reason or decision),
            by=str(author),
            until=until,  # type: ignore[arg-type]
            on=month.last_day,
            subject=f"{group.height:,} answered by the supplier",
        )
    return found.height
