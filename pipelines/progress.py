"""How far a run has come, for whoever listens in this process: counts and names of stages only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []


def say(stage: str) -> None:
    """Tell the listeners what is being done now."""
    for listener in _listeners:
        listener(stage)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Have `listener` told of every stage for a while."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
