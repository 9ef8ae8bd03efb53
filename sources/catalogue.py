"""Every source there is, found from the folders: a module `sources/<agency>/<table>.py` that names a SOURCE."""

from functools import cache
from importlib import import_module
from pathlib import Path

from sources.source import Source

FOLDER = Path(__file__).parent
AGENCIES = ("mosaic", "eisi", "police", "health", "workforce", "partnership")


@cache
def sources(agency: str) -> tuple[Source, ...]:
    """The sources of an agency, by name."""
    modules = sorted(path.stem for path in (FOLDER / agency).glob("[!_]*.py"))
    found = (getattr(import_module(f"sources.{agency}.{module}"), "SOURCE", None) for module in modules)
    return tuple(source for source in found if source is not None)
