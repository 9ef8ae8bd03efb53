"""A disk that fails below everybody: from some read or write on, Python, DuckDB and Polars get input/output errors."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.settings import ROOT
from tests.faults import kills, work
from tests.faults.deeds import DEEDS, Deed, States
from tests.faults.trials import Fault

FAILING = "The disk fails from some read or write on, below every library"
_SOURCE = Path(__file__).with_suffix(".c")
_COMMAND = "import sys; from tests.faults import kills; kills.alone(sys.argv[1], sys.argv[2])"


class NoCompiler(Exception):
    """What stands in front of the C library cannot be made here."""


def library(folder: Path) -> Path:
    """What fails, compiled. Raises NoCompiler."""
    target, compiler = folder / "failing_disk.so", shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        raise NoCompiler
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(target), str(_SOURCE), "-ldl"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise NoCompiler
    return target


def failing(states: States, folder: Path, times: int, names: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Some deeds, so many times each with reads and with writes that fail from a place by chance on. Raises NoCompiler."""
    shared = library(folder)
    chance = random.Random(3)
    for name in names or ("refresh", "draft", "publish", "forget", "rotate-key", "backup"):
        deed = DEEDS[name]
        for kind in ("read", "write"):
            place = work.copied(states.before(deed), folder / f"counted-{name}-{kind}")
            count = _done(deed, place, shared, kind, 0)
            shutil.rmtree(place)
            for _ in range(times if count else 0):  # a backup writes nothing in the home
                at = chance.randint(1, count)
                yield Fault(
                    FAILING, f"{kind} {at:,} of {count:,}", deed,
                    lambda place, d=deed, k=kind, n=at: _done(d, place, shared, k, n),
                )  # fmt: skip


def _done(deed: Deed, place: Path, shared: Path, kind: str, at: int) -> int:
    log = place.with_name(f"{place.name}.count")
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, deed.name, str(place)],
        env={
            **os.environ, "LD_PRELOAD": str(shared), "FAIL_UNDER": f"{place / 'home'}", "FAIL_KIND": kind,
            "FAIL_AT": str(at), "FAIL_LOG": str(log),
        },
        cwd=ROOT, check=False, timeout=kills.PATIENCE,
    )  # fmt: skip
    if not at and done.returncode:
        raise AssertionError(f"{deed.name} does not come to its end")
    return int(log.read_text(encoding="utf-8")) if log.exists() else 0
