"""The last result of each part of the benchmark, kept beside the page, so that the page can be made of parts that were
measured at different times."""

import json
import os
import platform
from datetime import date
from importlib.metadata import version
from typing import Any

from tests.benchmark.clock import ROOT

FILE = ROOT / "docs" / "performance.json"
_LIBRARIES = ("duckdb", "polars", "pandera", "dagster", "pandas", "openpyxl")


def kept() -> dict[str, Any]:
    """Every part by its name."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


def keep(name: str, found: dict[str, Any]) -> None:
    """Keep a part's result in place of the one before, with the day, the machine and the versions."""
    circumstances = {
        "on": str(date.today()),
        "processors": processors(),
        "python": platform.python_version(),
        "versions": {library: version(library) for library in _LIBRARIES},
    }
    text = json.dumps({**kept(), name: {**found, **circumstances}}, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8")


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
