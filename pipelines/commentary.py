"""Where owners' commentary is found: `commentary/<quarter>/` of the inbox and of the partnership's overlay."""

from pathlib import Path

from pipelines.settings import Settings
from scorecards.commentary import Commentary
from scorecards.commentary_file import from_toml, from_workbook
from scorecards.period import Quarter


def commentary(settings: Settings, quarter: Quarter) -> list[Commentary]:
    """What was written about the quarter, the overlay's files first, each folder's by name.

    Raises CommentaryNotUnderstood for a file that cannot be read.
    """
    folders = [place / "commentary" / str(quarter) for place in (settings.overlay, settings.inbox)]
    return [each for folder in folders for path in sorted(folder.glob("*")) for each in _read(path)]


def _read(path: Path) -> list[Commentary]:
    if path.name.startswith((".", "~$")):
        return []
    if path.suffix.lower() == ".toml":
        return from_toml(path.read_text(encoding="utf-8"), path.name)
    return from_workbook(path.read_bytes(), path.name) if path.suffix.lower() == ".xlsx" else []
