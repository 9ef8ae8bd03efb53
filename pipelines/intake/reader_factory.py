"""Makes the processes that read suppliers' files.

On Linux one clean process, which was told nothing and has seen no file, imports what readers need and forks each reader
at once: a second interpreter would cost more than most inboxes do. Elsewhere every reader is an interpreter of its own.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Protocol

from pipelines.settings import ROOT

_KEPT_FROM_THE_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONPYCACHEPREFIX",
    "VIRTUAL_ENV",
)
"""What Python needs to start; nothing that could name a key, a password or a place."""
_PATIENCE = 60.0
"""Seconds after which a fork server that does not answer counts as dead."""


class Reader(Protocol):
    """A process that reads: questions go in as lines, answers come out as bytes."""

    pid: int

    def ask(self, line: bytes) -> None:
        """Send a question; one that has died says so by its missing answer."""

    def answer(self, count: int) -> bytes:
        """So many bytes of the answer, fewer where it has died."""

    def is_alive(self) -> bool:
        """Whether it waits for a question."""

    def kill(self) -> None:
        """End it now; any thread may."""

    def end(self) -> int:
        """End it and let go of it. Returns its code, negative for a signal."""


class ReaderFactory:
    """Makes readers."""

    def __init__(self, *, forks: bool = sys.platform == "linux") -> None:
        self._forks = forks
        self._lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(self) -> None:
        """Let it make itself ready while others work."""
        if self._forks:
            with self._lock:
                self._started()

    def reader(self) -> Reader:
        """A new reader. Raises OSError where none can be had."""
        if not self._forks:
            return _Spawned()
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            line = self._started()
            try:
                socket.send_fds(line, [b"reader"], [theirs.fileno()])
                pid = int(line.recv(32) or b"0")
            except OSError:
                pid = 0
            if not pid:
                self._stop()
                ours.close()
                raise OSError("Expected a reader; found that none was made.")
        return _Forked(self, pid, ours)

    def ended(self, pid: int) -> int:
        """End a forked reader; its code. Nobody else waits for it, so that its number is its own until then."""
        with self._lock:
            try:
                if self._line is not None:
                    self._line.sendall(b"%d" % pid)
                    return int(self._line.recv(32))
            except (OSError, ValueError):
                self._stop()
            return -int(signal.SIGKILL)

    def stop(self) -> None:
        """End it and every reader that it made."""
        with self._lock:
            self._stop()

    def _started(self) -> socket.socket:
        if self.process is not None and self._line is not None and self.process.poll() is None:
            return self._line
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = _interpreter("fork-server", stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
        ours.settimeout(_PATIENCE)
        self._line = ours
        return ours

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
        if self.process is not None:
            try:
                self.process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = self._line = None


class _Forked:
    """A reader that the fork server forked."""

    def __init__(self, factory: ReaderFactory, pid: int, line: socket.socket) -> None:
        self._factory = factory
        self.pid = pid
        self._line = line
        self._answers = line.makefile("rb")
        self._code: int | None = None
        self._ending = Lock()

    def ask(self, line: bytes) -> None:
        with suppress(OSError):
            self._line.sendall(line)

    def answer(self, count: int) -> bytes:
        return self._answers.read(count)

    def is_alive(self) -> bool:
        try:
            self._line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False  # it has hung up, or talks without being asked

    def kill(self) -> None:
        with self._ending:
            if self._code is None:
                self._code = self._factory.ended(self.pid)

    def end(self) -> int:
        self.kill()
        self._answers.close()
        self._line.close()
        assert self._code is not None
        return self._code


class _Spawned:
    """A reader that is an interpreter of its own."""

    def __init__(self) -> None:
        self._process = _interpreter("reader", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self._process.pid

    def ask(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def answer(self, count: int) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.read(count)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> int:
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet written is not wanted any more
                    pipe.close()
        return code


def _interpreter(role: str, *, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.intake.child", role],
        cwd=ROOT,
        env=environment(os.environ),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,  # what dies in there may say a record's values
    )


def environment(here: Mapping[str, str]) -> dict[str, str]:
    """What a reader may know of where it runs."""
    kept = {name: here[name] for name in _KEPT_FROM_THE_ENVIRONMENT if name in here}
    return {**kept, "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
