"""Authorities that cannot be built as they delivered, so that one never stops the others.

The ledger says so in a `left out` line: the month and authority, the hash of its inputs, the deliveries that stand
instead (those of the month's last good build, or none), and in words why. It holds until a delivery of that authority,
the SQL, the facts or the settings change: then the authority is tried again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.builds.pointer import current
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.force import InForce, in_force
from scorecards.period import Month

if TYPE_CHECKING:
    from pipelines.builds.plan import Plan

LEFT_OUT = "left out"
"""The event of an authority that a build of a month is made without."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """An authority that could not be built: `inputs` is the hash of what it was to be built from, `stands` the ids of the
    deliveries that its figures rest on instead, `reason` why."""

    authority: str
    inputs: str
    stands: tuple[str, ...]
    reason: str


def left_out(home: Home, month: Month) -> dict[str, LeftOut]:
    """What the ledger says last of each authority that was ever left out of a build of `month`."""
    return {
        record.facts["authority"]: LeftOut(
            authority=record.facts["authority"],
            inputs=record.facts["inputs"],
            stands=tuple(record.facts["stands"]),
            reason=record.facts["reason"],
        )
        for record in home.ledger.of(LEFT_OUT)
        if record.facts["month"] == str(month)
    }


def leave_out(plan: "Plan", broken: Collection[str], reason: str) -> bool:
    """Write down that the plan is to be made again without some of its authorities as they delivered; False where nobody
    would be left."""
    named = {part.delivery.authority for part in plan.force}
    if not broken or not named - {*broken}:
        return False
    pointer = current(plan.home, plan.month) or {"sources": []}
    with plan.home.ledger.writing() as ledger:
        for code in sorted(broken):
            stands = sorted({line["delivery"] for line in pointer["sources"] if line["authority"] == code})
            now = {part.delivery.delivery_id for part in plan.force if part.delivery.authority == code}
            ledger.append(
                LEFT_OUT,
                month=str(plan.month),
                authority=code,
                inputs=plan.inputs[code],
                stands=[] if now <= {*stands} else stands,  # what stood was good once, and is not any more
                reason=reason,
            )
    return True


def standing_instead(home: Home, month: Month, left: LeftOut) -> list[InForce]:
    """The deliveries of an authority that was left out which are in force in the place of its newest."""
    known = [each for name, each in deliveries(home).items() if name in left.stands]
    return in_force(known, home.settings, month)


def words(home: Home, month: Month, only: str = "") -> list[str]:
    """What the face of a scorecard says of the authorities that the month's current build could not take as they
    delivered, or of `only` one of them."""
    pointer = current(home, month) or {}
    standing = "the figures of the last good build stand"
    return [
        f"{code}: what it delivered could not be built, {standing if stands else 'no figures stand'}"
        for code, stands in sorted(pointer.get("left_out", {}).items())
        if only in ("", code)
    ]
