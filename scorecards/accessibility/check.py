"""The check of a workbook against the checklist of accessible spreadsheets.

Stands alone: bytes of any .xlsx in, findings out. Nothing here knows what a scorecard is.
"""

from collections.abc import Iterator
from itertools import groupby

from scorecards.accessibility.checklist import Finding, items
from scorecards.accessibility.opened import OpenedWorkbook, opened


def check(content: bytes, file_name: str = "") -> tuple[Finding, ...]:
    """What the workbook does not keep, essential items first; empty when it keeps all.

    `file_name`, when given, is judged too. No finding holds what a cell holds. Raises NotAWorkbook.
    """
    return judged(opened(content, file_name))


def judged(workbook: OpenedWorkbook) -> tuple[Finding, ...]:
    """The same of a workbook that is open already."""
    return tuple(sorted(_findings(workbook), key=lambda finding: not finding.item.is_essential))


def essential(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that the accessibility regulations do not allow."""
    return tuple(finding for finding in findings if finding.item.is_essential)


def _findings(workbook: OpenedWorkbook) -> Iterator[Finding]:
    for each in items():
        places = sorted(each.find(workbook), key=lambda place: place.sheet)
        for sheet, group in groupby(places, key=lambda place: place.sheet):
            yield Finding(item=each, sheet=sheet, places=tuple(group))
