"""What runs that were killed left behind: finished where the ledger says that it was decided, thrown away otherwise. What was written for
one question long ago goes with it.

Any run does this when it begins, for then nobody else is at work: whatever is unfinished now, nobody will finish.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from pipelines.audit import note
from pipelines.files import put_back
from pipelines.home import Home
from pipelines.keeping.expiring import expire
from pipelines.ledger import LedgerBusy
from pipelines.locked import run_lock
from pipelines.publication.drafts import NotSigned, draft_of
from pipelines.publication.editions import FrozenFileBroken, editions
from scorecards.period import Quarter

_KEPT = ".frozen"
"""A hidden folder of every draft, which is no leftover."""


def finish_alone(home: Home) -> int:
    """Finish or throw away what was left, unless a run works now, which did so when it began; how many things. A home
    that is not there, or is lost, gets no folder and no lock: a backup is restored only where nothing stands."""
    if not home.ledger.path.exists():
        return 0
    try:
        with run_lock(home, 0):
            return finish(home)
    except LedgerBusy:
        return 0


def finish(home: Home) -> int:
    """Finish or throw away what was left; how many things. Hold the lock of runs; where another command writes, nothing
    is done and the next run does it."""
    try:
        with home.ledger.writing(0):
            return sum(1 for _ in _swept(home)) + sum(1 for _ in _published(home)) + expire(home)
    except LedgerBusy:
        return 0


def unfinished(home: Home) -> Iterator[Path]:
    """Every file and folder that was being made, in order; what is inside such a folder is not named again."""
    waiting = sorted(home.folder.iterdir()) if home.folder.is_dir() else []
    while waiting:
        path = waiting.pop(0)
        if path.name.startswith(".") or path.suffix in (".part", ".staged", ".wal", ".tmp"):
            if path.name != _KEPT:
                yield path
        elif path.is_dir():
            waiting += sorted(path.iterdir())


def _swept(home: Home) -> Iterator[Path]:
    for name in ("published", "drafts", "returns", "review"):
        put_back(home.folder / name)
    if home.next_key.exists():  # of a rotation that nobody finished, unless the ledger names it
        home.key()
        home.next_key.unlink(missing_ok=True)
    for path in unfinished(home):
        if path.is_relative_to(home.builds) and ".duckdb" in path.name and _is_wanted(home, path.parent.name):
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        yield path


def _is_wanted(home: Home, month: str) -> bool:
    """Whether a build of the month is still to be finished; its file holds every step that is done."""
    from pipelines.builds import Plan
    from scorecards.period import Month

    return not Plan(home, Month.parse(month)).is_current


def _published(home: Home) -> Iterator[str]:
    """Put in place what the ledger says is out, or is taken back, where readers do not see it so yet."""
    known = {each.quarter: each for each in editions(home)}
    if not known:
        return
    from pipelines.publication.placing import stands
    from pipelines.publication.signing import put_in_place
    from pipelines.publication.withdrawing import put_notices

    for name, last in known.items():
        if stands(home, name, edition=last.number, withdrawn=last.withdrawal is not None):
            continue
        quarter = Quarter.parse(name, home.settings.year_start)
        draft = draft_of(home, quarter)
        try:
            if last.withdrawal is not None:
                put_notices(home, quarter, last)
            elif draft is not None and draft.id == last.draft:
                put_in_place(home, quarter, draft, last)
            else:
                continue  # made by an earlier release, or lost with its draft: `scorecard verify` tells
        except (NotSigned, FrozenFileBroken):
            continue
        note(home, "finished", quarter=name, edition=last.number)
        yield name
