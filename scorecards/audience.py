"""Who a scorecard is for, and which indicators they see. One table of `audiences.toml` is one audience."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scorecards.disclosure.tier import SUBGROUP, TIERS, Tier

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
    tier: Tier = TIERS[SUBGROUP]
    everything: bool = False
    refs: tuple[str, ...] = ()
    section_order: tuple[str, ...] = ()
    by_quarter: tuple[str, ...] = ()
    """The indicators whose months are mostly too small to be shown: their trend is printed by quarter."""

    @property
    def file_name(self) -> str:
        return self.name.replace("_", "-")

    def sees(self, indicator: "Indicator") -> bool:
        return self.everything or self.name in indicator.audiences or indicator.ref in self.refs

    def step_of(self, ref: str) -> str:
        """`month` or `quarter`: how the indicator's trend is printed. Told from the settings, never from its counts."""
        return "quarter" if self.tier.is_controlled and ref in self.by_quarter else "month"

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
    by_quarter: tuple[str, ...] = ()
    tiers = dict(TIERS)
    for file in (AUDIENCES_FILE, *files):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        tiers |= {
            name: _tier(file, name, table, tiers.get(name)) for name, table in tables.pop("tier", {}).items()
        }
        section_order = tuple(tables.pop("section_order", section_order))
        by_quarter = tuple(tables.pop("by_quarter", by_quarter))
        for name, table in tables.items():
            found[name] = _audience(file, name, table, tiers)
    # A later file may say otherwise what a tier of an earlier one's audiences is.
    return {
        name: replace(each, section_order=section_order, by_quarter=by_quarter, tier=tiers[each.tier.name])
        for name, each in found.items()
    }


def _tier(file: Path, name: str, table: dict[str, object], before: Tier | None) -> Tier:
    known = set(Tier.__annotations__) - {"name"}
    for key in table:
        if key not in known:
            raise ValueError(
                f"{file.name}, [tier.{name}]: expected one of {', '.join(sorted(known))}, found {key!r}"
            )
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return replace(before or Tier(name=name), **given)  # type: ignore[arg-type]


def _audience(file: Path, name: str, table: dict[str, object], tiers: dict[str, Tier]) -> Audience:
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
    if "tier" in table:
        if table["tier"] not in tiers:
            raise ValueError(
                f"{file.name}, [{name}]: expected a tier {' or '.join(tiers)}, found {table['tier']!r}"
            )
        table = {**table, "tier": tiers[str(table["tier"])]}
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list | tuple)}
    return Audience(name=name, **{**table, **lists})  # type: ignore[arg-type]
