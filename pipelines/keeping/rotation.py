"""A new key: every pseudonym is made anew from the delivered bytes, in a folder beside, and swapped in at the end.

Until the ledger names the new key the old one holds and nothing has changed. The ledger is swapped for a longer one that
begins with it, in one step; a kill after that is finished by whoever opens the home next, and by a refresh.
"""

import os
import secrets
from dataclasses import dataclass

import polars as pl

from pipelines.boundary import Stopped
from pipelines.builds import Plan, Work, built_months
from pipelines.files import write_whole
from pipelines.home import ROTATED, Home, fingerprint_of
from pipelines.intake.deciding import NotDecided
from pipelines.intake.delivery import deliveries
from pipelines.intake.intake import Intake
from pipelines.keeping.gone import ERASED, remove_folder
from pipelines.keeping.rebuilding import beside, checked, swap_in
from pipelines.progress import say
from pipelines.review.decisions import Decision, decisions
from scorecards.period import Month
from sources.catalogue import AGENCIES

_PLACE = ["rule", "source", "file", "sheet_number", "row_number", "column_number"]
_NAMED_BY_THE_KEY = ("review", "returns", "lists", "restricted")
"""Folders of what names records by the old pseudonyms."""


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """What a rotation did: deliveries and builds made anew, decisions on issues that were carried over to the issues'
    new names, decisions of which nothing was found any more, and whether children were erased under the old key."""

    deliveries: int
    builds: int
    carried: int
    dropped: int
    has_tombstones: bool
    old_key: str


def rotate(home: Home, *, by: str, reason: str) -> Rotation:
    """Put a new key in the place of the old one. Raises Stopped or NotDecided with nothing changed."""
    if not by.strip() or not reason.strip():
        raise NotDecided("Expected a name and a reason; found a blank. Say who decides, and why.")
    home.key()
    with home.ledger.writing():
        checked(home)
        old = home.key_fingerprint
        months = built_months(home)
        before = _issues(home, months)
        key = secrets.token_bytes(32)
        write_whole(home.next_key, key)
        os.chmod(home.next_key, 0o600)
        with beside(home, key=home.next_key) as other:
            _make(other, fingerprint_of(key), by.strip(), reason.strip(), months)
            known = decisions(home.ledger.records)
            carried = _carry(other, known, before, _issues(other, months))
            _commit(home, other)
        home.__dict__.pop("ledger", None)
    return Rotation(
        deliveries=sum(not each.is_gone for each in deliveries(home).values()),
        builds=len(months),
        carried=carried,
        dropped=len(known) - carried,
        has_tombstones=bool(home.ledger.of(ERASED)),
        old_key=f"{home.settings.key.name}.{old}.old",
    )


def _make(other: Home, fingerprint: str, by: str, reason: str, months: list[Month]) -> None:
    with other.ledger.writing() as ledger:
        ledger.append(ROTATED, key=fingerprint, by=by, reason=reason)
        intake = Intake(other)
        for agency in AGENCIES:
            say(f"Reading {agency} with the new key")
            intake.reread(agency)
        for month in months:
            Work(Plan(other, month)).finish()


def _issues(home: Home, months: list[Month]) -> pl.DataFrame:
    """Every issue of the newest month, by its place in the delivered file; those that share a place are left out."""
    if not months:
        return pl.DataFrame(schema={**dict.fromkeys(_PLACE, pl.String), "issue": pl.String})
    from pipelines.review.issues import issues

    found = issues(home, months[-1]).select(*_PLACE, "issue")
    return found.filter(pl.len().over(_PLACE) == 1)


def _carry(other: Home, known: list[Decision], before: pl.DataFrame, after: pl.DataFrame) -> int:
    """Write people's decisions again under the issues' new names; how many there were something left of."""
    joined = before.join(after, on=_PLACE, suffix="_new", nulls_equal=True)
    names = dict(joined.select("issue", "issue_new").rows())
    carried = 0
    with other.ledger.writing() as ledger:
        for each in known:
            issues = sorted({names[issue] for issue in each.issues if issue in names})
            if not issues:
                continue
            facts = {"reason": each.reason, "by": each.by, "until": str(each.until), "scope": each.scope}
            ledger.append(
                each.kind, decision=each.decision, issues=issues, subject=each.subject, carried=True, **facts
            )
            carried += 1
    return carried


def _commit(home: Home, other: Home) -> None:
    """The longer ledger, then the key, then what was made with it."""
    longer, ledger = other.ledger.path, home.ledger.path
    if not longer.read_bytes().startswith(ledger.read_bytes()):
        raise Stopped("Expected a ledger that nobody wrote to meanwhile; found another. Run it again.")
    os.replace(longer, ledger)
    Home(home.settings).key()  # takes the new key over
    swap_in(home, other)
    for name in _NAMED_BY_THE_KEY:
        remove_folder(home.folder / name)
