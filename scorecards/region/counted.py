"""A region's figure of one window, with the authorities that are in its sum."""

from dataclasses import dataclass

from scorecards.figure import NOT_APPLIED, Figure, absent, figure
from scorecards.value import Value

NOT_SUMMED, PARTIAL = "not_summed", "partial"
"""States that only a region's figure has: no sum can be made, or it is of some authorities."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The region's figure of one window: its value, or its mark, and the authorities that are in its sum."""

    value: Value
    counted: tuple[str, ...]

    @property
    def figure(self) -> Figure:
        return absent(NOT_APPLIED) if self.value.state == NOT_SUMMED else figure(self.value)
