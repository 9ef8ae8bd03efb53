"""A partnership of few figures, for what does not depend on how many there are: it is built in half the time.

A file in the folder of its settings marks it, in every process that imports this.
"""

from pathlib import Path

from pipelines.builds import steps
from scorecards.indicator import Indicator

SECTIONS = ("missing", "data_quality")
_MARK = "few-indicators"
_every = steps.indicators


def few(settings_file: Path) -> None:
    """Only the indicators of some sections are built for whoever has these settings."""
    settings_file.with_name(_MARK).touch()


def _indicators(*folders: Path) -> list[Indicator]:
    is_marked = any((folder / _MARK).exists() for folder in folders)
    return [each for each in _every(*folders) if not is_marked or each.section in SECTIONS]


steps.indicators = _indicators
