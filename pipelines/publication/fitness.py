"""What must hold of finished files before anybody may read them."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.publication.releases import text_of
from pipelines.settings import ROOT
from scorecards.disclosure.release import Release
from scorecards.period import Quarter

MOST_NAMED = 20


class NotFit(Exception):
    """A finished file may not be published; the words say which and why. Nothing of the quarter was swapped in."""


class Guard:
    """A process that attacks a release and looks at each of its files while the next one is made."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def attack(self, release: Release, earlier: Iterable[str], quarter: Quarter) -> None:
        """Have a release attacked, given what still holds of those before it in their frozen form, oldest first: before any
        file is told."""
        self.tell(
            {
                "quarter": str(quarter),
                "year_start": quarter.year_start,
                "release": text_of(release),
                "earlier": list(earlier),
                "small": sorted(release.small),
                "true": [
                    (*name, str(start), str(end), count) for name, start, end, count in release.true_counts
                ],
                "is_zero_shown": release.is_zero_shown,
            }
        )

    def look_at(self, paths: Iterable[Path], *, is_circulated: bool) -> None:
        """Have finished files looked at. Of those that are not circulated nothing is withheld."""
        for path in paths:
            self.tell({"path": str(path), "is_circulated": is_circulated})

    def found(self) -> dict[str, Any]:
        """What was found of all that it was told, when it has seen it all. Raises NotFit when it could not."""
        answer, _ = self._process.communicate()
        if self._process.returncode:
            raise NotFit(
                "Expected the check of finished files to run; found that it stopped. Nothing was published. Run again."
            )
        return dict(json.loads(answer))

    def tell(self, told: dict[str, object]) -> None:
        """One line of JSON."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            print(json.dumps(told), file=pipe, flush=True)
        except BrokenPipeError:
            self.found()


@contextmanager
def guarding() -> Iterator[Guard]:
    """A guard, which makes itself ready while the release that it will attack is still being solved."""
    command = [sys.executable, "-m", "scorecards.finished"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield Guard(process)
        finally:
            process.kill()


def refuse_unfit(guard: Guard) -> None:
    """Raises NotFit when a workbook breaks an essential item of the checklist, when a file has a number that the release
    withholds, or when a withheld count can be worked out; it says where, never what."""
    found = guard.found()
    _refuse_leaks(found["leaks"])
    for name, sentences in found["broken"].items():
        _refuse_broken(name, sentences)


def refuse(leaks: Iterable[str], workbooks: Iterable[Path]) -> None:
    """The same of leaks that were found already and of finished workbooks among files, looked at here and now."""
    from scorecards.accessibility.check import essential
    from scorecards.accessibility.opened import opened

    _refuse_leaks(list(leaks))
    for path in workbooks:
        if path.suffix == ".xlsx" and (broken := essential(opened(path.read_bytes(), path.name))):
            _refuse_broken(path.name, [each.sentence for each in broken])


def _refuse_leaks(leaks: list[str]) -> None:
    if leaks:
        sentences = "\n".join(leaks[:MOST_NAMED])
        raise NotFit(
            f"Expected every withheld count to keep its range; found {len(leaks)} that are shown or can be worked out. "
            "Nothing was published. Print the trend of these by quarter (by_quarter in audiences.toml), or name fewer "
            "breakdowns or audiences in a copy of their file in your partnership's indicators/.\n"
            f"{sentences}"
        )


def _refuse_broken(name: str, sentences: list[str]) -> None:
    raise NotFit(
        f"Expected {name} to be an accessible workbook; found {len(sentences)} essential items broken. "
        "Nothing was published.\n" + "\n".join(sentences)
    )
