"""Python's garbage collector, run less often, because nearly everything that a run makes is kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 1_000_000
"""More than any command of one authority keeps: what is never reached costs no search at all."""


@contextmanager
def cleaning_seldom() -> Iterator[None]:
    """A search for every million new objects: making a quarter's files takes a tenth less time."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
