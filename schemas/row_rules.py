"""Pandera for Polars, imported as in an installation without Pandas and Hypothesis, which Pandera supports and does not
require.

Where Pandas is installed (Great Expectations brings it, for a process of its own) Pandera imports all of it, and what
Pandas reaches in turn, to offer checks of Pandas frames, and Hypothesis, where tests brought it, to make frames up: over
a second of processor, of which nothing is ever used here.
The test of the rules on rows (`pipelines/guards.py`) runs on what is imported by this module and on nothing else.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from threading import get_ident
from types import ModuleType

import polars as pl


class _NotInstalled:
    """Answers one thread's imports of what Pandera can do without as if it were not installed."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Nothing, which lets the next one look, or the error of a missing package."""
        if name in ("pandas", "numpy", "hypothesis") and get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return None


@contextmanager
def _without_pandas() -> Iterator[None]:
    finder = _NotInstalled()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


with _without_pandas():
    import pandera.errors as errors
    import pandera.polars as pa

    # the first check looks for Pandas again, and remembers what it found
    pa.DataFrameSchema({"number": pa.Column(int, pa.Check.ge(0))}).validate(pl.DataFrame({"number": [1]}))

__all__ = ["errors", "pa"]
