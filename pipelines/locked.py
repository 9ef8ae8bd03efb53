"""The lock that a run holds on its home from its first step to its last; the system takes it back from a process that
dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipelines.home import Home
from pipelines.ledger import LedgerBusy


@contextmanager
def run_lock(home: Home, patience: float) -> Iterator[None]:
    """Hold the home for one run. Raises LedgerBusy where another has it for longer than `patience` seconds."""
    try:
        with FileLock(str(home.folder / "run.lock"), mode=0o600, timeout=patience):
            yield
    except Timeout:
        raise LedgerBusy(
            f"Expected no other run in this home; found one still working after {patience:.0f} seconds. "
            "Wait for it to end and run again."
        ) from None
