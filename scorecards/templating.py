"""How every page's templates are read: whatever goes in is escaped, and a name that nobody gave is an error."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).with_name("templates")


def templates(folder: Path, **known: Any) -> Environment:
    """The templates of a folder; `known` are the functions and words that all of them may use."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(known)
    return environment
