"""The settings of a definition: what a partnership may choose, what stands where it does not, and what that means.

They are the rows of `data/reference/default_settings.csv`; a partnership's own values stand under `[standards]`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "reference" / "default_settings.csv"
_NUMBER = "a number"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting; `value` stands where a partnership names none, `allowed` are the words it may choose from."""

    name: str
    value: str
    allowed: str
    meaning: str
    source: str

    def takes(self, value: str) -> bool:
        """Whether it may have this value."""
        if self.allowed == _NUMBER:
            return value.replace(".", "", 1).isdigit()
        return value in self.allowed.split(" or ")


@cache
def default_settings() -> dict[str, Setting]:
    """Every setting by name."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: Setting(**row) for row in csv.DictReader(file)}
