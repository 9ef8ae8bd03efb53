"""How cells look: a few named styles with their fonts and fills, and formats of numbers."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from scorecards.target import CLOSE, MEETS, MISSES

FONT = "Arial"
BLUE, INK = "12436D", "0B0C0C"
# A cell that begins with these words has the fill that goes with them.
WORD_STYLES = {
    MEETS: "meets",
    CLOSE: "close",
    MISSES: "misses",
    "Improving": "better",
    "Celebrate": "better",
    "Getting worse": "worse",
    "Discuss": "worse",
    "Changed: ": "other",
    "Watch": "other",
}
MONTH_FORMAT = "mmm yyyy"

_FONTS = {
    "title": {"size": 16, "bold": True, "color": BLUE},
    "heading": {"size": 13, "bold": True, "color": BLUE},
    "line": {"size": 12, "color": INK},
    "marking": {"size": 12, "bold": True, "color": INK},
    "warning": {"size": 12, "bold": True, "color": "6B3200"},
    "link": {"size": 11, "underline": "single", "color": "1D5A96"},
    "line_link": {"size": 12, "underline": "single", "color": "1D5A96"},
    "header": {"size": 11, "bold": True, "color": "FFFFFF"},
    "number_header": {"size": 11, "bold": True, "color": "FFFFFF"},
    "text": {"size": 11, "color": INK},
    "number": {"size": 11, "color": INK},
    "number_words": {"size": 11, "color": INK},
    "answer": {"size": 11, "color": INK},
    "wrong": {"size": 11, "bold": True, "color": INK},
    "now": {"size": 11, "bold": True, "color": INK},
    "now_words": {"size": 11, "bold": True, "color": INK},
    "meets": {"size": 11, "bold": True, "color": "0B3A66"},
    "close": {"size": 11, "bold": True, "color": "5A3A00"},
    "misses": {"size": 11, "bold": True, "color": "6E1A0B"},
    "better": {"size": 11, "bold": True, "color": "0B3A66"},
    "worse": {"size": 11, "bold": True, "color": "6B3200"},
    "other": {"size": 11, "bold": True, "color": "3B0077"},
    "month": {"size": 11, "color": INK},
}
_FILLS = {
    "header": BLUE,
    "number_header": BLUE,
    "answer": "FFF9E0",
    "wrong": "FFE699",
    "now": "F3F7FB",
    "now_words": "F3F7FB",
    "meets": "CFE5F7",
    "close": "FFE9C7",
    "misses": "F4CDC6",
    "better": "CFE5F7",
    "worse": "FBE0C8",
    "other": "E5DCF3",
}
_ON_ONE_LINE = ("title", "heading", "line", "line_link", "marking", "warning")
HEIGHTS = {"title": 28, "heading": 26, "marking": 21, "warning": 21}
_RULE = Border(bottom=Side(style="thin", color="CFD6DC"))
_HEAVY = Side(style="medium", color="B23A00")
_EDGE = Border(left=_HEAVY, right=_HEAVY, top=_HEAVY, bottom=_HEAVY)


@dataclass
class Styles:
    """The few styles of a workbook, each made once: openpyxl is slow at making them cell by cell."""

    made: dict[tuple[str, str, bool], Any] = field(default_factory=dict)

    def apply(
        self, cell: Cell, name: str, number_format: str = "General", *, is_quoted: bool = False
    ) -> None:
        key = (name, number_format, is_quoted)
        if key not in self.made:
            self.made[key] = self._make(cell, name, number_format, is_quoted)
        cell._style = self.made[key]

    def _make(self, cell: Cell, name: str, number_format: str, is_quoted: bool) -> Any:
        is_right = name.startswith(("number", "now"))
        is_header = name.endswith("header")
        cell._style = copy(cell._style)  # the style that the cell has may be that of others too
        if name == "title":
            cell.style = "Headline 1"
        cell.font = Font(name=FONT, **_FONTS[name])
        cell.fill = PatternFill("solid", fgColor=_FILLS[name]) if name in _FILLS else PatternFill()
        cell.border = Border() if name in _ON_ONE_LINE or is_header else _EDGE if name == "wrong" else _RULE
        cell.alignment = Alignment(
            horizontal="right" if is_right else "left",
            vertical="center",
            wrap_text=name not in _ON_ONE_LINE and name not in ("number", "now"),
            indent=0 if name in _ON_ONE_LINE else 1,
        )
        cell.number_format = number_format
        made = copy(cell._style)
        made.quotePrefix = int(is_quoted)
        return made


def word_style(words: str) -> str:
    """The style of a judgement, such as `Misses target` or `Improving (low)`; empty for any other words."""
    return next((style for start, style in WORD_STYLES.items() if words.startswith(start)), "")


def number_format(places: int, unit: str, marks: str = "") -> str:
    """`#,##0`, with the decimals shown, the sign of a percentage (15.2 is 15.2%, not 1520%) and marks such as ` [r]`."""
    decimals = f".{'0' * places}" if places else ""
    after = ("%" if unit == "%" else "") + marks
    return f"#,##0{decimals}" + (f'"{after}"' if after else "")
