"""What must hold of finished files before anybody may read them."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from pipelines.home import Home
from pipelines.releases import Releases, lines_of
from pipelines.settings import ROOT
from scorecards.attack.files import sightings
from scorecards.disclosure.release import Release
from scorecards.period import Quarter

MOST_NAMED = 20


class NotFit(Exception):
    """A finished file may not be published; the words say which and why. Nothing of the quarter was swapped in."""


def looking_at(paths: Iterable[Path]) -> "subprocess.Popen[str]":
    """A process that checks the workbooks among the files while something else is done: that takes seconds."""
    books = [str(path) for path in paths if path.suffix == ".xlsx"]
    command = [sys.executable, "-m", "scorecards.accessibility", *books]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def refuse_inaccessible(looking: "subprocess.Popen[str]") -> None:
    """Every workbook keeps every essential item of the checklist. Raises NotFit with what it does not."""
    answer, _ = looking.communicate()
    if looking.returncode:
        raise NotFit(
            "Expected the check of finished workbooks to run; found that it stopped. Nothing was published. Run again."
        )
    for path, sentences in json.loads(answer).items():
        raise NotFit(
            f"Expected {Path(path).name} to be an accessible workbook; found {len(sentences)} essential items broken. "
            "Nothing was published.\n" + "\n".join(sentences)
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
