"""Which local authorities a partnership is of."""

import re
from dataclasses import dataclass
from typing import Any

from pipelines.chosen.plain import NotChosenWell, texts

_CODE = re.compile(r"[A-Za-z0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One local authority: its code, the names that it goes by in files, and other names that its folder has had in the
    inbox: a code that was given anew leaves the authority the one that everything here knows it by."""

    code: str
    names: tuple[str, ...]
    folders: tuple[str, ...] = ()


def authority(table: Any) -> Authority:
    """An authority whose code can be a folder's name and stand in a query."""
    code = str(table["code"])
    if not _CODE.fullmatch(code):
        raise NotChosenWell(
            "Expected the code of an authority as 1 to 9 letters and digits; found something else."
        )
    return Authority(code=code, names=texts(table, "names", ()), folders=texts(table, "folders", ()))


def members(region: Any) -> tuple[Authority, ...]:
    """The authorities that a region names, in the order of their codes; none of them may have the region's own code."""
    found = tuple(sorted(map(authority, region.get("authority", [])), key=lambda each: each.code))
    codes = [name for each in found for name in (each.code, *each.folders)]
    if len({*codes, region.get("code", "")}) <= len(codes):
        raise NotChosenWell(
            "Expected under [region] codes that differ from each other and from the region's own; found one twice."
        )
    return found
