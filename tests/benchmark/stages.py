"""Where the seconds go: a stopwatch that always runs for exactly one stage, and so never counts one second twice.

Processor time is this process's own and that of the children it has waited for: a child's whole time goes to the stage
that waits for it. Memory is the resident peak of this process while the stage ran (Linux; elsewhere nothing).
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

STAGES = (
    "start-up", "read", "validate", "load", "core", "indicators", "values", "disclosure", "outputs", "review", "orchestration",
)  # fmt: skip
"""Every stage in the order of the work. Read includes the preflight of files; load the writing of accepted rows and the
making of a store; orchestration is whatever Dagster does between the steps."""


class Stopwatch:
    """Wall seconds, processor seconds and peak MB of each stage, from the start of the process."""

    def __init__(self, first: str = "start-up") -> None:
        self._spent = {stage: [0.0, 0.0, 0.0] for stage in STAGES}
        self._stack = [first]
        self._at = (_born(), 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside for a stage, and no longer for the one around it. Other threads are part of
        whatever the main one does."""
        if current_thread() is not main_thread():
            yield
            return
        self._lap()
        self._stack.append(name)
        try:
            yield
        finally:
            self._lap()
            self._stack.pop()

    def turn(self, name: str) -> None:
        """From here on the outermost stage is another one."""
        self._lap()
        self._stack[0] = name

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Count every call of a function or method for a stage."""
        method: Callable[..., Any] = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            with self.stage(stage):
                return method(*given, **named)

        setattr(owner, name, watched)

    def told(self) -> dict[str, Any]:
        """Every stage that took any time: wall and processor seconds, peak MB; and the peak of all."""
        self._lap()
        stages = {
            stage: {"wall": round(wall, 4), "cpu": round(cpu, 4), "peak": round(memory, 1)}
            for stage, (wall, cpu, memory) in self._spent.items()
            if wall or cpu
        }
        return {"stages": stages, "peak": max(each["peak"] for each in stages.values())}

    def _lap(self) -> None:
        now = (time.perf_counter(), processor())
        spent = self._spent[self._stack[-1]]
        spent[0] += now[0] - self._at[0]
        spent[1] += now[1] - self._at[1]
        spent[2] = max(spent[2], peak())
        _forget_peak()
        self._at = now


def processor() -> float:
    """Processor seconds of this process and of the children it has waited for."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def peak() -> float:
    """Peak resident MB of this process since it was last forgotten."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    return 0.0


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _born() -> float:
    """When this process began, on the clock of `perf_counter`."""
    with suppress(OSError):
        began = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        since_boot = time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.perf_counter() - (since_boot - began / os.sysconf("SC_CLK_TCK"))
    return time.perf_counter() - time.process_time()
