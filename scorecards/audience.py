"""Who a scorecard is for, and which indicators they see. One table of `audiences.toml` is one audience."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

AUDIENCES_FILE = Path(__file__).with_name("audiences.toml")
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")


@dataclass(frozen=True, kw_only=True)
class Audience:
    """One group of readers; `refs`, when given, adds indicators that do not name it themselves."""

    name: str
    title: str
    members: str
    marking: str = "OFFICIAL-SENSITIVE"
    everything: bool = False
    refs: tuple[str, ...] = ()
    section_order: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return self.name.replace("_", "-")

    def sees(self, indicator: "Indicator") -> bool:
        return self.everything or self.name in indicator.audiences or indicator.ref in self.refs

    def in_order(self, indicators: Iterable["Indicator"]) -> list["Indicator"]:
        """Those of the indicators that it sees, by section and ref."""
        place = {section: number for number, section in enumerate(self.section_order)}

        def order(each: "Indicator") -> tuple[int, str, str]:
            return (place.get(each.section, len(place)), each.section, each.ref)

        return sorted((each for each in indicators if self.sees(each)), key=order)


def audiences(*files: Path) -> dict[str, Audience]:
    """Every audience by name; a later file, such as a partnership's own, adds to the product's and wins."""
    found: dict[str, Audience] = {}
    section_order: tuple[str, ...] = ()
    for file in (AUDIENCES_FILE, *files):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        section_order = tuple(tables.pop("section_order", section_order))
        for name, table in tables.items():
            found[name] = _audience(file, name, {**table, "section_order": section_order})
    return found


def _audience(file: Path, name: str, table: dict[str, object]) -> Audience:
    known = set(Audience.__annotations__) - {"name"}
    for key in table:
        if key not in known:
            raise ValueError(
                f"{file.name}, [{name}]: expected one of {', '.join(sorted(known))}, found {key!r}"
            )
    for key in ("title", "members"):
        if key not in table:
            raise ValueError(f"{file.name}, [{name}]: expected the key {key!r}, found none")
    if table.get("marking", MARKINGS[0]) not in MARKINGS:
        raise ValueError(
            f"{file.name}, [{name}]: expected a marking {' or '.join(MARKINGS)}, found {table['marking']!r}"
        )
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list | tuple)}
    return Audience(name=name, **{**table, **lists})  # type: ignore[arg-type]
