"""The check of a workbook against the checklist of accessible spreadsheets.

Stands alone: bytes of any .xlsx in, findings out. Nothing here knows what a scorecard is.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from scorecards.accessibility.checklist import Finding, Item, items
from scorecards.accessibility.opened import OpenedWorkbook, opened


def check(content: bytes, file_name: str = "") -> tuple[Finding, ...]:
    """What the workbook does not keep, essential items first; empty when it keeps all.

    `file_name`, when given, is judged too. No finding holds what a cell holds. Raises NotAWorkbook.
    """
    return judged(opened(content, file_name))


def judged(workbook: OpenedWorkbook) -> tuple[Finding, ...]:
    """The same of a workbook that is open already."""
    return tuple(sorted(_findings(workbook, items()), key=lambda finding: not finding.item.is_essential))


def essential(workbook: OpenedWorkbook) -> tuple[Finding, ...]:
    """What the accessibility regulations do not allow; nothing else is looked for."""
    return tuple(_findings(workbook, (each for each in items() if each.is_essential)))


def _findings(workbook: OpenedWorkbook, asked: Iterable[Item]) -> Iterator[Finding]:
    for each in asked:
        places = sorted(each.find(workbook), key=lambda place: place.sheet)
        for sheet, group in groupby(places, key=lambda place: place.sheet):
            yield Finding(item=each, sheet=sheet, places=tuple(group))
