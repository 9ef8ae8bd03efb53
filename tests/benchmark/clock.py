"""How long a piece of work took and how much memory it held, told of a process of its own and its children."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
ALONE = " on one processor"
"""What the name of a line ends with that has one processor and no more. Ratios of processor time are of such lines: the
analyst's script never uses a second one, and what two of them take together depends on the machine."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds on the wall and of the processors (children included), peak memory in MB, and what it told of itself."""

    wall: float
    cpu: float
    memory: float
    told: dict[str, Any] = field(default_factory=dict)


def taken(module: str, *arguments: str, environment: Mapping[str, str], is_alone: bool = False) -> Taken:
    """Run `python -m module` in a fresh process, on one processor if it `is_alone`; its last line may be JSON. Compiled
    code is kept, as in any installation, and settings from outside do not reach it."""
    given = {
        name: value for name, value in os.environ.items() if not name.startswith(("SCORECARD_", "DAGSTER_"))
    }
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    with _one_processor() if is_alone else nullcontext():
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**given, **environment},
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


@contextmanager
def _one_processor() -> Iterator[None]:
    """What is started inside has one processor and no more; only where a process can be told so, as on Linux. Two threads
    on the two halves of one core are each told nearly twice the time that the same work takes by itself."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(ours)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


def least(runs: Sequence[Taken]) -> Taken:
    """The run with the least CPU time: whatever else a machine does only ever adds."""
    return min(runs, key=lambda run: run.cpu)
