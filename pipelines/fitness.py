"""What must hold of finished files before anybody may read them."""

from collections.abc import Iterable
from pathlib import Path

from scorecards.accessibility.check import check, essential


class NotFit(Exception):
    """A finished file may not be published; the words say which and why. Nothing of the quarter was swapped in."""


def refuse_inaccessible(paths: Iterable[Path]) -> None:
    """Every workbook keeps every essential item of the checklist. Raises NotFit with what it does not."""
    for path in paths:
        if path.suffix == ".xlsx":
            found = essential(check(path.read_bytes(), path.name))
            if found:
                sentences = "\n".join(finding.sentence for finding in found)
                raise NotFit(
                    f"Expected {path.name} to be an accessible workbook; found {len(found)} essential items broken. "
                    f"Nothing was published.\n{sentences}"
                )
