"""What must hold of finished files before anybody may read them."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.home import Home
from pipelines.releases import Releases, lines_of
from scorecards.accessibility.check import check, essential
from scorecards.attack.files import sightings
from scorecards.disclosure.release import Release
from scorecards.period import Quarter

MOST_NAMED = 20


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


def refuse_leaks(home: Home, release: Release, paths: Iterable[Path], quarter: Quarter) -> None:
    """No finished file has a number that the release withholds, and no withheld count can be worked out from this
    release and those before. Raises NotFit with where, never what."""
    found = [*sightings(paths, quarter, lines_of(release)), *Releases(home).leaks(release)]
    if found:
        sentences = "\n".join(found[:MOST_NAMED])
        raise NotFit(
            f"Expected every withheld count to keep its range; found {len(found)} that are shown or can be worked out. Nothing was "
            f"published. Show fewer categories or a longer period of these, or leave them out.\n{sentences}"
        )
