"""Which local authorities a partnership is of."""

import re
from dataclasses import dataclass
from typing import Any

from pipelines.chosen.plain import NotChosenWell, month, texts
from scorecards.period import Month

_CODE = re.compile(r"[A-Za-z0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One local authority: its code, the names that it goes by in files, and other names that its folder has had in the
    inbox: a code that was given anew leaves the authority the one that everything here knows it by. `first` and `last` are
    the months, both included, in which it is of its region; None where that has no beginning or no end."""

    code: str
    names: tuple[str, ...]
    folders: tuple[str, ...] = ()
    first: Month | None = None
    last: Month | None = None

    def is_in(self, month: Month) -> bool:
        """Whether it is of its region in a month."""
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


def authority(table: Any) -> Authority:
    """An authority whose code can be a folder's name and stand in a query."""
    code = str(table["code"])
    if not _CODE.fullmatch(code):
        raise NotChosenWell(
            "Expected the code of an authority as 1 to 9 letters and digits; found something else."
        )
    first, last = (month(name, table[name]) if name in table else None for name in ("from", "until"))
    if first and last and last < first:
        raise NotChosenWell(
            "Expected until of an authority as a month from its from on; found an earlier one."
        )
    return Authority(
        code=code,
        names=texts(table, "names", ()),
        folders=texts(table, "folders", ()),
        first=first,
        last=last,
    )


def members(region: Any) -> tuple[Authority, ...]:
    """The authorities that a region names, in the order of their codes; none of them may have the region's own code."""
    found = tuple(sorted(map(authority, region.get("authority", [])), key=lambda each: each.code))
    codes = [name for each in found for name in (each.code, *each.folders)]
    if len({*codes, region.get("code", "")}) <= len(codes):
        raise NotChosenWell(
            "Expected under [region] codes that differ from each other and from the region's own; found one twice."
        )
    return found
