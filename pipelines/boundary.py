"""The boundary that no record's value crosses: what fails below is told in plain words or by its place alone."""

import errno
import os
import sys
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.home import HomeNotReady
from pipelines.ledger import LedgerBroken, LedgerBusy
from pipelines.settings import ROOT, SettingsNotUnderstood
from scorecards.period import PeriodNotUnderstood
from scorecards.sql_file import UnreadableSqlFile

_PLAIN: tuple[type[Exception], ...] = (
    HomeNotReady,
    LedgerBroken,
    LedgerBusy,
    PeriodNotUnderstood,
    SettingsNotUnderstood,
    UnreadableSqlFile,
)
_PLAIN_NAMES = {
    "BuildBroken",
    "CalendarTooShort",
    "DecisionRefused",
    "EarlierFigureNotUnderstood",
    "EngineFailed",
    "FrozenFileBroken",
    "LinkageOff",
    "NoBuild",
    "NoPdf",
    "NotAsked",
    "NotDecided",
    "NotForTheAudit",
    "NotFit",
    "NotListed",
    "NotSigned",
    "NotYourRole",
    "NothingToPublish",
    "Refused",
    "RebaseNotUnderstood",
    "ReleasesBroken",
    "StillADraft",
    "TargetNotUnderstood",
}


_OF_THE_MACHINE = {
    errno.ENOSPC: "Free some disk",
    errno.EDQUOT: "Free some disk, or have the quota raised",
    errno.EROFS: "Have the disk made writable",
    errno.EACCES: "Have the folder's owner let this user write there",
    errno.EPERM: "Have the folder's owner let this user write there",
    errno.EIO: "Have the disk looked at: it may be failing",
}
"""What to do about errors of the system that are no fault of ours. Their numbers say all of them; their words name files."""


class Stopped(Exception):
    """Work that stopped, in words without any record's value."""


_said: deque[str] = deque(maxlen=1)


def last_words() -> str:
    """What was said last when work stopped in this process, and forget it: Dagster may have been told to redact it."""
    return _said.pop() if _said else ""


@contextmanager
def value_free() -> Iterator[None]:
    """Let only our own sentences out; of any other error only its kind and its place in our code, never its words.

    Files and folders made inside are for their owner alone.
    """
    stopped: Stopped | None = None
    mask = os.umask(0o077)
    try:
        yield
    except Stopped as said:
        _said.append(str(said))
        raise
    except Exception as error:
        stopped = Stopped(_words(error))
        _said.append(str(stopped))
    finally:
        os.umask(mask)
    if stopped is not None:
        try:
            raise stopped from None
        finally:
            stopped.__context__ = None  # Python puts the original error there, with its words


def _words(error: Exception) -> str:
    if isinstance(error, _PLAIN) or type(error).__name__ in _PLAIN_NAMES:
        return str(error)
    frames = traceback.extract_tb(sys.exc_info()[2])
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)]
    place = f" at {Path(ours[-1].filename).relative_to(ROOT)}, line {ours[-1].lineno}" if ours else ""
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        why = _OF_THE_MACHINE[error.errno]
        return f"Expected to read and write where the home is; found: {os.strerror(error.errno)}{place}. {why}, and run again."
    return f"Expected this step to finish; found {type(error).__name__}{place}. Run again, and report the place if it recurs."
