"""Every source there is, found from the folders: a module `sources/<agency>/<table>.py` that names a SOURCE."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

from sources.source import Source

FOLDER = Path(__file__).parent
AGENCY_NAMES = {
    "mosaic": "Mosaic, the case system of children's social care",
    "eisi": "EISI, early help",
    "police": "Police",
    "health": "Health providers",
    "workforce": "Workforce",
    "partnership": "Partnership business unit",
}
"""What people call each agency, by the name of its folder."""

AGENCIES = tuple(AGENCY_NAMES)


@cache
def sources(agency: str) -> tuple[Source, ...]:
    """The sources of an agency, by name."""
    return tuple(import_module(f"sources.{agency}.{table}").SOURCE for table in tables(agency))


@cache
def tables(agency: str) -> tuple[str, ...]:
    """The names of an agency's tables, told from the files without importing them, which is slow."""
    modules = sorted((FOLDER / agency).glob("[!_]*.py"))
    return tuple(path.stem for path in modules if "\nSOURCE = " in path.read_text(encoding="utf-8"))


@cache
def description(agency: str, table: str) -> str:
    """The first line of a source's docstring."""
    text = (FOLDER / agency / f"{table}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or table).split("\n\n")[0].replace("\n", " ")
