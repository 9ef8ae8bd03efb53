"""What an accessible workbook keeps: the items of the list, and what a check of a workbook found.

The list is the Analysis Function's "Making spreadsheets accessible: a brief checklist of the basics", with the items of
"Releasing statistics in spreadsheets" behind it; its essential items are what the accessibility regulations ask for.
An item is a function marked with `item` in one of the modules beside this one; its docstring says what is right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorecards.accessibility.opened import OpenedWorkbook

MOST_PLACES = 5


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an item is broken. `cell` is a reference such as `B7`, empty for a whole sheet; `sheet` for the file.

    `words` say more where the place alone does not. They name sheets, tables, marks and colours, never what a cell holds.
    """

    sheet: str = ""
    cell: str = ""
    words: str = ""


Find = Callable[["OpenedWorkbook"], Iterator[Place]]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of the checklist: `sentence` is what is right, `remedy` what to do where it is not."""

    code: str
    is_essential: bool
    sentence: str
    remedy: str
    find: Find


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An item that one sheet, or the file, does not keep, with every place."""

    item: Item
    sheet: str
    places: tuple[Place, ...]

    @property
    def sentence(self) -> str:
        """`T3 (essential), sheet Summary, A1:C1, B9 and 3 more: no cells are merged. Unmerge them.`"""
        weight = "essential" if self.item.is_essential else "desirable"
        where = f"sheet {self.sheet}" if self.sheet else "the file"
        cells = [place.cell for place in self.places if place.cell]
        shown = ", ".join(["", *cells[:MOST_PLACES]])
        more = f" and {len(cells) - MOST_PLACES} more" if len(cells) > MOST_PLACES else ""
        said = list(dict.fromkeys(place.words for place in self.places if place.words))
        found = f" Found {', '.join(said[:MOST_PLACES])}." if said else ""
        expected = self.item.sentence[:1].lower() + self.item.sentence[1:]
        return f"{self.item.code} ({weight}), {where}{shown}{more}: expected {expected}{found} {self.item.remedy}"


def item(code: str, remedy: str, *, is_essential: bool = True) -> Callable[[Find], Item]:
    """Makes an item of a function that finds the places where it is broken."""

    def marked(find: Find) -> Item:
        sentence = " ".join((getdoc(find) or "").split())
        return Item(code=code, is_essential=is_essential, sentence=sentence, remedy=remedy, find=find)

    return marked


def items() -> tuple[Item, ...]:
    """Every item, by code: those of the modules beside this one."""
    package = import_module(__package__ or "")
    modules = [import_module(f"{__package__}.{each.name}") for each in iter_modules(package.__path__)]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, Item)}
    return tuple(sorted(found, key=lambda each: (each.code[0], int(each.code[1:].rstrip("ab")), each.code)))
