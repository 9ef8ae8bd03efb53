"""What of a month's deliveries is missing, late or in doubt, in the words that stand on the scorecard's face."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipelines.intake.delivery import Delivery
from pipelines.intake.force import in_force
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.settings import Settings
from scorecards.period import Month
from sources.catalogue import AGENCIES

_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """One agency's reports that are not in force for the month, all for one reason; a report that never came is none.

    `is_whole` says that these are all of the agency's reports, `is_elsewhere` that the authority is not the one of the
    settings. `state` is held, refused or not received; `stands` is the month whose figures stand, or None.
    """

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
    codes = sorted({each.authority for each in known} | {*settings.names})
    return [
        shortfall
        for code in codes
        if settings.is_member(code, month)
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
    ever = {source for owner, source in newest if owner == code and source.startswith(f"{agency}.")}
    ever |= {part["source"] for each in this_month for part in each.parts}
    lacking = sorted(
        (_state(source, this_month), str(newest.get((code, source), "")), source)
        for source in ever
        if newest.get((code, source)) != month
    )
    for (state, _), group in groupby(lacking, key=lambda each: each[:2]):
        sources = [source for _, _, source in group]
        yield Shortfall(
            authority=code,
            agency=agency,
            titles=tuple(source.split(".")[1].replace("_", " ") for source in sources),
            is_whole=len(sources) == len(ever),
            is_elsewhere=code != settings.authority.code,
            state=state,
            month=month,
            stands=newest.get((code, sources[0])),
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
