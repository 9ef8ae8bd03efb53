"""What of a month is not as expected in what is in force, in the words that stand on the scorecard's face."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipelines.force import in_force
from pipelines.intake import Delivery
from pipelines.settings import Settings
from pipelines.verdict import HELD, REFUSED
from scorecards.period import Month
from sources.catalogue import AGENCIES, description, tables

_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """One agency's reports that are not in force for the month, all for one reason: `is_elsewhere` says that the
    authority is not the one of the settings, `state` is held, refused or not
    received; `stands` is the month whose figures stand, or None."""

    authority: str
    agency: str
    titles: tuple[str, ...]
    is_whole: bool
    is_elsewhere: bool
    state: str
    month: Month
    stands: Month | None

    @property
    def words(self) -> str:
        """`police: August not received, July figures stand`."""
        what = self.agency if self.is_whole else f"{self.agency} ({_listed(self.titles)})"
        what = f"{self.authority} {what}" if self.is_elsewhere else what
        near = self.stands is not None and self.month.plus(-12) < self.stands
        month = self.month.name.split()[0] if near else self.month.name
        standing = "no figures stand"
        if self.stands is not None:
            standing = f"{self.stands.name.split()[0] if near else self.stands.name} figures stand"
        return f"{what}: {month} {self.state}, {standing}"


def shortfalls(deliveries: Iterable[Delivery], settings: Settings, month: Month) -> list[Shortfall]:
    """The shortfalls of a month by authority and agency, told from the ledger alone."""
    known = list(deliveries)
    force = in_force(known, settings, month)
    newest = {(part.delivery.authority, part.source): part.last for part in force}
    codes = sorted({each.authority for each in known} | {settings.authority.code})
    return [
        shortfall
        for code in codes
        for agency in AGENCIES
        for shortfall in _of_agency(
            code, agency, newest, [each for each in known if each.authority == code], month, settings
        )
    ]


def _of_agency(
    code: str,
    agency: str,
    newest: dict[tuple[str, str], Month],
    known: list[Delivery],
    month: Month,
    settings: Settings,
) -> Iterator[Shortfall]:
    this_month = [each for each in known if each.agency == agency and each.month == str(month)]
    lacking = [
        (
            _state(f"{agency}.{table}", this_month),
            str(stands or ""),
            description(agency, table).rstrip("."),
            stands,
        )
        for table in tables(agency)
        if (stands := newest.get((code, f"{agency}.{table}"))) != month
    ]
    if not any(each.agency == agency for each in known):
        return  # an agency that never delivered is in the list of deliveries, not among the shortfalls
    for (state, _), group in groupby(sorted(lacking, key=lambda each: each[:3]), key=lambda each: each[:2]):
        found = list(group)
        yield Shortfall(
            authority=code,
            agency=agency,
            titles=tuple(title for _, _, title, _ in found),
            is_whole=len(found) == len(tables(agency)),
            is_elsewhere=code != settings.authority.code,
            state=state,
            month=month,
            stands=found[0][3],
        )


def _state(source: str, this_month: list[Delivery]) -> str:
    """Why a report of the month is not in force. A refused file has no reports: it counts where no other file came."""
    if any(
        each.verdict == HELD and any(part["source"] == source for part in each.parts) for each in this_month
    ):
        return HELD
    refused = any(each.verdict == REFUSED for each in this_month)
    return REFUSED if refused and not any(each.is_usable for each in this_month) else "not received"


def _listed(titles: tuple[str, ...]) -> str:
    more = len(titles) - _NAMED
    return ", ".join(titles[:_NAMED]) + (f" and {more} more" if more > 0 else "")
