"""How much a group of readers may see: three tiers, each a table `[tier.<name>]` of `audiences.toml`."""

from dataclasses import dataclass
from decimal import Decimal

OPERATIONAL = "operational"
SUBGROUP = "subgroup"
PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Tier:
    """`withheld` is the smallest and largest count withheld, both included, or empty; counts are shown to the nearest
    `round_to`; figures of one person, whatever their size, only where the tier `shows_one_person`."""

    name: str
    withheld: tuple[int, ...] = (1, 5)
    round_to: int = 1
    shows_one_person: bool = False

    def __post_init__(self) -> None:
        if self.withheld and (len(self.withheld) != 2 or not 0 <= self.withheld[0] <= 1 < self.withheld[1]):
            raise ValueError(
                f"[tier.{self.name}]: expected withheld = [1, 5], [0, 5] or [], found {list(self.withheld)}"
            )
        if self.round_to < 1:
            raise ValueError(f"[tier.{self.name}]: expected round_to of 1 or more, found {self.round_to}")

    @property
    def is_controlled(self) -> bool:
        """Whether anything is withheld; what is not controlled is never circulated beyond its own readers."""
        return bool(self.withheld)

    def withholds(self, count: Decimal | None) -> bool:
        """Whether the count is one of those that could show a child."""
        return self.is_controlled and count is not None and self.withheld[0] <= count <= self.withheld[1]


TIERS = {
    OPERATIONAL: Tier(name=OPERATIONAL, withheld=(), shows_one_person=True),
    SUBGROUP: Tier(name=SUBGROUP),
    PUBLIC: Tier(name=PUBLIC, round_to=5),
}
