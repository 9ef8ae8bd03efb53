"""The verdict on a delivery, given when it is taken in, from counts of whole tables alone: no row is read.

`accepted` · `accepted with queries` · `held`, which needs a person · `refused`, which could not be read. A delivery
that is held or refused leaves the one before it in force. A person's word (`scorecard hold`, `scorecard release`)
stands in the ledger beside the verdict and wins over it, except that what could not be read cannot be released.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

from pipelines.home import Home
from pipelines.intake.inbox import KINDS
from scorecards.period import Month
from sources.source import ALL_MONTHS

if TYPE_CHECKING:
    from pipelines.intake.delivery import Delivery

ACCEPTED, QUERIED, HELD, REFUSED = "accepted", "accepted with queries", "held", "refused"
USABLE = (ACCEPTED, QUERIED)
"""Verdicts with which a delivery can be in force."""

_EARLIER = 6
"""So many deliveries before are what a delivery is held against."""
_DROP, _DROP_FROM = 0.5, 40
_NIL_FROM = 10
_WRONG_MONTH, _WRONG_MONTH_FROM = 0.5, 20
_SILENT_FROM, _SAME_FROM = 120, 60


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person said of a delivery: `event` is released or held, `at` the UTC time."""

    delivery_id: str
    event: str
    by: str
    reason: str
    at: str


def decisions(home: Home) -> dict[str, Decision]:
    """What people said last of each delivery, by its id."""
    return {
        record.facts["delivery_id"]: Decision(event=record.event, at=record.at, **record.facts)
        for record in home.ledger.of("released", "held")
    }


def decided(delivery: "Delivery", decision: Decision | None) -> "Delivery":
    """The delivery as it stands after what a person said of it."""
    if decision is None or delivery.verdict == REFUSED:
        return delivery
    if decision.event == "held":
        return replace(delivery, verdict=HELD, reason=f"Held by {decision.by}: {decision.reason}")
    if delivery.verdict != HELD:
        return delivery
    return replace(delivery, verdict=QUERIED, reason=f"Released by {decision.by}: {decision.reason}")


def judged(home: Home, delivery: "Delivery", known: Iterable["Delivery"]) -> "Delivery":
    """A delivery that was read, with its verdict and, where it is held, the reason.

    It is held against the newest usable deliveries of earlier months of the same authority; the first one of a source
    has nothing to be held against.
    """
    if delivery.verdict == REFUSED:
        return delivery
    profiles = profiles_of(home, delivery)
    reasons = [delivery.reason] if delivery.reason else []
    usable = [each for each in known if each.verdict in USABLE and each.authority == delivery.authority]
    for source in sorted({part["source"] for part in delivery.parts}):
        before = _before(usable, source, delivery)
        newest = (
            profiles_of(home, before[0]).get(source, {}) if before and _is_next(before[0], delivery) else {}
        )
        reasons += _doubts(source, delivery, profiles.get(source, {}), before, newest)
    reasons += _lost(delivery)
    if any("GEN14" in part["findings"] for part in delivery.parts):
        reasons.append("Expected every rule to run; at least one could not be run.")
    if reasons:
        told = " ".join(reasons)
        return replace(delivery, verdict=HELD, reason=f"{told} {_ASK.format(id=delivery.delivery_id)}")
    asks = any(part["set_aside"] or part.get("queries") for part in delivery.parts)
    return replace(delivery, verdict=QUERIED if asks else ACCEPTED)


_ASK = "Ask the agency, then run `scorecard release {id}`, or have the file sent again."


def profiles_of(home: Home, delivery: "Delivery") -> dict[str, dict[str, Any]]:
    """The profiles of a delivery's tables, by source; empty where its rows are gone."""
    path = home.rows / delivery.folder_name / "profile.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _before(usable: list["Delivery"], source: str, delivery: "Delivery") -> list["Delivery"]:
    """The newest usable deliveries of a source of earlier months, the newest first, one a month."""
    months = {
        each.month: each
        for each in usable
        if each.month < delivery.month and any(part["source"] == source for part in each.parts)
    }
    return [months[month] for month in sorted(months, reverse=True)[:_EARLIER]]


def _is_next(before: "Delivery", delivery: "Delivery") -> bool:
    return str(Month.parse(before.month).plus(1)) == delivery.month


def _doubts(
    source: str,
    delivery: "Delivery",
    profile: dict[str, Any],
    before: list["Delivery"],
    newest: dict[str, Any],
) -> Iterator[str]:
    """Why one table of a delivery needs a person, in sentences."""
    kind, title = KINDS[delivery.agency], source.split(".")[1].replace("_", " ")
    month = Month.parse(delivery.month)
    rows, accepted = _rows(delivery, source, "records"), _rows(delivery, source, "accepted")
    usual = median(_rows(each, source, "accepted") for each in before) if before else 0
    events = profile.get("events")
    if any(part.get("months") == ALL_MONTHS for part in delivery.parts):
        usual = 0  # a piece is as large as what changed
    if not rows and usual >= _NIL_FROM:
        yield f"Expected rows of {title}, about {usual:.0f} as before; found none at all."
    elif kind != "year_to_date" and usual >= _DROP_FROM and accepted < _DROP * usual:
        yield f"Expected about {usual:.0f} rows of {title} that can be used, as before; found {accepted}."
    if events and events["days"] >= _WRONG_MONTH_FROM:
        if kind == "month" and events["in_month"] < _WRONG_MONTH * events["days"]:
            share = events["in_month"] / events["days"]
            yield f"Expected {title} of {month.name}; found {share:.0%} of the rows to be of that month."
        elif kind in ("snapshot", "as_at") and events["up_to_end"] < _WRONG_MONTH * events["days"]:
            yield f"Expected {title} up to {month.name}; found most rows to be of later months."
    if kind == "snapshot" and events and events["in_year"] >= _SILENT_FROM and events["newest"]:
        newest_day = date.fromisoformat(events["newest"])
        if newest_day < month.first_day:
            yield f"Expected {title} of {month.name}; found nothing after {newest_day:%d %B %Y}."
    if _is_same(kind, profile, newest):
        yield f"Expected {title} that changed in a month; found exactly the rows of the month before."


def _is_same(kind: str, now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a table that grows or changes every month was sent again."""
    if kind not in ("snapshot", "as_at") or not now.get("content") or now["content"] != before.get("content"):
        return False
    busy = (
        now["events"]["in_year"]
        if kind == "snapshot" and now.get("events")
        else now["rows"] * (kind == "as_at")
    )
    return bool(busy >= _SAME_FROM)


def _lost(delivery: "Delivery") -> Iterator[str]:
    """Rows that the reader counted and that are neither accepted, nor set aside, nor ignored by name: never any."""
    for part in delivery.parts:
        accounted = part["accepted"] + part["set_aside"] + sum(part["ignored"].values())
        if part["records"] != part["accepted"] + part["set_aside"] or part["rows"] != accounted:
            title = part["source"].split(".")[1].replace("_", " ")
            yield f"Expected each of {part['rows']} rows of {title} to be accounted for; found {accounted} that are."


def _rows(delivery: "Delivery", source: str, count: str) -> int:
    return sum(part[count] for part in delivery.parts if part["source"] == source)
