"""What every audience may be shown of a quarter: the one door between counting and everything that a reader sees.

`released` takes the counted values of all audiences at once with what earlier releases showed, decides what is
withheld, and gives each audience's `Released`: only numbers that may be shown, and marks. Charts, control limits,
sentences, order, workbook and page are made from it and from nothing else, so that no change of a withheld number can
change any of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scorecards.disclosure.first_form import withheld
from scorecards.disclosure.tier import Tier
from scorecards.value import Value, Values

PRIMARY = "primary"
SECONDARY = "secondary"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What one audience would be shown if nothing were withheld."""

    audience: str
    tier: Tier
    values: Values


@dataclass(frozen=True, kw_only=True)
class Released:
    """What one audience is shown: a withheld row has the state `withheld` and no number, every other its numbers."""

    audience: str
    tier: Tier
    values: Values


@dataclass(frozen=True, kw_only=True)
class Withholding:
    """A line of the plan's report, for the officer alone: why a row is withheld and what could be shown instead.

    `kind` is primary (it holds a small count), secondary (it would give one away) or earlier (withheld before).
    """

    indicator: str
    period_id: str
    breakdown: str
    category: str
    kind: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Release:
    """A quarter's release to all audiences; `notes` say what was withheld whole because solving it took too long."""

    audiences: dict[str, Released]
    report: tuple[Withholding, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, audience: str) -> Values:
        """The only figures that this audience's files may be made from."""
        return self.audiences[audience].values


@dataclass(frozen=True, kw_only=True)
class EarlierRelease:
    """What an earlier release showed: rows with numbers or the mark `withheld`, of all controlled audiences."""

    release_id: str
    rows: tuple[Value, ...]


def released(wanted: Iterable[Wanted], earlier: Iterable[EarlierRelease] = ()) -> Release:
    """What each audience is shown. The same wanted values and earlier releases give the same release."""
    found: Mapping[str, Released] = {
        each.audience: Released(
            audience=each.audience,
            tier=each.tier,
            values=Values.of(withheld(each.values.rows)) if each.tier.is_controlled else each.values,
        )
        for each in wanted
    }
    return Release(audiences=dict(found))
