"""How long a piece of work took and how much memory it held, told of a process of its own and its children."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds on the wall and of the processors (children included), peak memory in MB, and what it told of itself."""

    wall: float
    cpu: float
    memory: float
    told: dict[str, Any] = field(default_factory=dict)


def taken(module: str, *arguments: str, environment: Mapping[str, str], cache: Path) -> Taken:
    """Run `python -m module` in a fresh process; its last line may be JSON. Compiled code is kept in `cache`, as in
    any installation, and settings from outside do not reach it."""
    given = {
        name: value for name, value in os.environ.items() if not name.startswith(("SCORECARD_", "DAGSTER_"))
    }
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**given, "PYTHONPYCACHEPREFIX": str(cache), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None and child.stderr is not None
    said = child.stdout.read().decode()
    failed = child.stderr.read().decode()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{module} stopped with {child.returncode}: {failed[-2000:]}")
    lines = said.strip().splitlines()
    told = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Taken(
        wall=time.perf_counter() - before,
        cpu=used.ru_utime + used.ru_stime,
        memory=told.pop("peak", 0.0),
        told=told,
    )


def middle(runs: Sequence[Taken]) -> Taken:
    """The run in the middle by CPU time."""
    return sorted(runs, key=lambda run: run.cpu)[len(runs) // 2]
