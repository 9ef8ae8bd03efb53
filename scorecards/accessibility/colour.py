"""Colours of a workbook as they are seen, and how far apart two of them stand (WCAG 2.2)."""

from xml.etree.ElementTree import Element

from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.xml.functions import fromstring

from scorecards.accessibility.opened import OpenedWorkbook, descendants

WHITE, BLACK = "FFFFFF", "000000"
# A workbook's theme lists dark before light in its XML; cells count light first.
THEME_ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    *(f"accent{number}" for number in range(1, 7)),
    "hlink",
    "folHlink",
)
OFFICE_THEME = (
    WHITE, BLACK, "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080",
)  # fmt: skip


def theme(workbook: OpenedWorkbook) -> tuple[str, ...]:
    """The theme's twelve colours in the order in which cells count them."""
    if not workbook.book.loaded_theme:
        return OFFICE_THEME
    root: Element = fromstring(workbook.book.loaded_theme)
    scheme = next(descendants(root, "clrScheme"), None)
    named = {} if scheme is None else {str(each.tag).rpartition("}")[2]: each for each in scheme}
    return tuple(
        _named(named[name]) if name in named else OFFICE_THEME[place]
        for place, name in enumerate(THEME_ORDER)
    )


def _named(element: Element) -> str:
    first = next(iter(element), None)
    return BLACK if first is None else str(first.get("lastClr") or first.get("val") or BLACK)


def seen(colour: Color | None, scheme: tuple[str, ...], otherwise: str) -> str:
    """The colour as six hexadecimal digits."""
    if colour is None:
        return otherwise
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].upper()
    if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(scheme):
        return _tinted(scheme[colour.theme], float(colour.tint or 0))
    if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed])[-6:].upper()
    return otherwise


def _tinted(colour: str, tint: float) -> str:
    """Nearer to white for a tint above nought, nearer to black for one below."""
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    moved = (part * (1 + tint) if tint < 0 else part + (255 - part) * tint for part in parts)
    return "".join(f"{round(part):02X}" for part in moved)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
