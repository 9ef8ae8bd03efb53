"""One fault, and what became of the work: whether readers saw anything bad, the plain next command reached the same
content, nothing changed without a word, and no child's value came out."""

import errno
import random
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.faults import kills, work
from tests.faults.deeds import DEEDS, Deed, Outcome, States, outcome

KILLED, MOMENT = "Killed at a named change", "Killed at an arbitrary moment"
REFUSED = "The system refuses a change: full, read-only, forbidden, input/output error"
UNREAD = "The system refuses to read: input/output error"
ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES)
DISTURBED = tuple(each for each in DEEDS.values() if each.name not in ("month", "lose"))


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What became of one fault. `survived`: what was published could be read, and the plain next command reached the very
    content of undisturbed work, with nothing recorded twice; `silent`: other content without a word from `verify`;
    `leaked`: a child's name or number outside the delivered bytes."""

    kind: str
    what: str
    survived: bool
    silent: bool
    leaked: bool
    words: str = ""


Disturb = Callable[[Path], object]
_Tried = TypeVar("_Tried")


@dataclass(frozen=True)
class Fault:
    """A fault to be tried: the deed that is at work, and what happens to the folder it works in."""

    kind: str
    what: str
    deed: Deed
    disturb: Disturb


@dataclass(frozen=True)
class Job:
    """A trial that is still to be made, in a folder that is not there yet and is not there afterwards."""

    kind: str
    what: str
    run: Callable[[Path], Trial]


def jobs(faults: Iterable[Fault], states: States) -> Iterator[Job]:
    """The trials of faults."""
    for fault in faults:
        yield Job(
            fault.kind, f"{fault.deed.name}: {fault.what}", lambda place, f=fault: tried(f, states, place)
        )


def tried(fault: Fault, states: States, place: Path) -> Trial:
    """Try a fault in a new folder, which is removed again."""
    wanted = states.outcome(fault.deed)
    work.copied(states.before(fault.deed), place)
    found: Outcome | None = None
    words = ""
    try:
        fault.disturb(place)
        bad, leaks = work.unreadable(place), work.leaked(place)
        words = "; ".join([*(f"bad: {name}" for name in bad), *(f"leaked: {name}" for name in leaks)])
        fault.deed.finish(place)
        found = outcome(place, fault.deed)
    except Exception as error:
        bad, leaks = [], work.leaked(place)
        words = f"{type(error).__name__}: {error}"
    if found is not None and found != wanted:
        words = f"{words} {_difference(found, wanted)}"
    shutil.rmtree(place, ignore_errors=True)
    return Trial(
        kind=fault.kind,
        what=f"{fault.deed.name}: {fault.what}",
        survived=found == wanted and not bad,
        silent=found is not None and found != wanted and not found.faults,
        leaked=bool(leaks),
        words=words,
    )


def _difference(found: Outcome, wanted: Outcome) -> str:
    names = [name for name in wanted.__dict__ if getattr(found, name) != getattr(wanted, name)]
    return "; ".join(f"{name}: {str(getattr(found, name))[:300]}" for name in names)


def kills_at_stages(states: States, folder: Path, deeds: Iterable[Deed] = DISTURBED) -> Iterator[Fault]:
    """Every deed, killed just before each of its named changes, the first time that it comes."""
    for deed in deeds:
        for number, what in _stages(states, folder, deed):
            yield Fault(
                KILLED, what, deed, lambda place, n=number, d=deed: kills.disturbed_at(d.name, place, n)
            )


def kills_at_moments(states: States, folder: Path, count: int) -> Iterator[Fault]:
    """The month's work killed at so many moments, evenly over the time that it takes."""
    deed = DEEDS["month"]
    place = work.copied(states.before(deed), folder / "whole")
    begun = time.monotonic()
    assert not kills.killed_after(deed.name, place, 600)
    whole = time.monotonic() - begun
    shutil.rmtree(place)
    for number in range(count):
        after = whole * (number + 0.5) / count
        what = f"after {(number + 0.5) / count:.0%} of its time"
        yield Fault(MOMENT, what, deed, lambda place, s=after: kills.killed_after(deed.name, place, s))


def refusals(states: States, folder: Path, deeds: Iterable[Deed] = DISTURBED) -> Iterator[Fault]:
    """Every deed, with one of its changes refused by the system, each of the errors in turn."""
    turn = 0
    for deed in deeds:
        for number, what in _stages(states, folder, deed):
            if what.startswith("at "):
                continue
            how = ERRORS[turn % len(ERRORS)]
            turn += 1
            yield Fault(
                REFUSED, f"{errno.errorcode[how]}, {what}", deed,
                lambda place, n=number, d=deed, e=how: kills.disturbed_at(d.name, place, n, e),
            )  # fmt: skip


def unreadables(states: States, folder: Path, deeds: Iterable[Deed] = DISTURBED) -> Iterator[Fault]:
    """Every deed, with a file that it opens to read not to be read just then."""
    for deed in deeds:
        for number, what in _stages(states, folder, deed, reads=True):
            yield Fault(
                UNREAD, what, deed,
                lambda place, n=number, d=deed: kills.disturbed_at(d.name, place, n, errno.EIO, reads=True),
            )  # fmt: skip


def sampled(faults: Iterable[_Tried], count: int) -> list[_Tried]:
    """So many of the faults, by chance, the same each time; all of them where there are no more."""
    known = list(faults)
    return known if count >= len(known) else random.Random(count).sample(known, count)


def _stages(states: States, folder: Path, deed: Deed, *, reads: bool = False) -> list[tuple[int, str]]:
    log = folder / f"{deed.name}-{'reads' if reads else 'changes'}.log"
    if log.exists():
        found = log.read_text(encoding="utf-8").splitlines()
    else:
        place = work.copied(states.before(deed), folder / f"watched-{deed.name}")
        found = kills.changes(deed.name, place, log, reads=reads)
        shutil.rmtree(place)
    return [(found.index(what) + 1, what) for what in dict.fromkeys(found)]
