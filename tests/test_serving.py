"""Dagster's processes as they are started in production: who can reach them, what they refuse, and that they work alone."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipelines.builds import current
from pipelines.orchestration.serving import TEMPLATE, command, environment
from tests.made_up_inbox import MARCH, MISSING_MARCH, Partnership

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc and at sockets")
DELETE = 'mutation { deletePipelineRun(runId: "11111111-1111-1111-1111-111111111111") { __typename } }'
PATIENCE = 240.0


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Partnership:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    made = Partnership(tmp_path, more_settings="[schedule]\non = true\n")
    made.home.open()
    return made


@contextmanager
def started(place: Partnership, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of ours in a session of its own, ended with everything that it started."""
    program = shutil.which("scorecard", path=str(Path(sys.executable).parent))
    assert program is not None
    process = subprocess.Popen(
        [program, *words, *place.options], cwd=place.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        for each in (signal.SIGTERM, signal.SIGKILL):
            if process.poll() is None or each is signal.SIGKILL:
                try:
                    os.killpg(process.pid, each)
                    process.wait(20)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    pass


def until(what: Callable[[], Any], process: subprocess.Popen[bytes]) -> Any:
    """What something says as soon as it says anything."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the process ended by itself"
        try:
            if found := what():
                return found
        except (OSError, sqlite3.Error):
            pass
        time.sleep(0.5)
    raise AssertionError("waited too long")


def asked(port: int, query: str) -> dict[str, Any]:
    """What the pages' own questions are answered."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", data=json.dumps({"query": query}).encode(),
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.loads(answer.read())["data"])


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def listening(port: int) -> set[str]:
    """The addresses at which somebody listens on the port, IPv4 and IPv6, as the kernel tells them in hex."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, number = local.partition(":")
            if state == "0A" and int(number, 16) == port:
                found.add(address)
    return found


def test_the_shipped_settings_keep_nothing_that_was_printed_and_send_nothing(place: Partnership) -> None:
    import yaml

    shipped = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    assert shipped["telemetry"] == {"enabled": False}
    assert shipped["compute_logs"]["class"] == "NoOpComputeLogManager"
    assert shipped["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert shipped["run_monitoring"]["max_runtime_seconds"] > 0 and shipped["run_monitoring"]["enabled"]
    assert environment(place.home)["DAGSTER_REDACT_USER_CODE_ERRORS"] == "1"
    assert command("dagster-webserver", "-h", "127.0.0.1")[1:3] == ["-h", "127.0.0.1"]


def test_what_is_kept_nowhere_cannot_be_served(place: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from pipelines.cli import app

    monkeypatch.delenv("DAGSTER_HOME")
    for name in ("serve", "daemon"):
        done = CliRunner().invoke(app, [name, *place.options])
        assert done.exit_code == 2 and "DAGSTER_HOME" in done.output


@pytest.mark.keeps("SEC-23")
@pytest.mark.slow
def test_the_pages_for_viewers_answer_on_this_machine_only_and_change_nothing(place: Partnership) -> None:
    port = free_port()
    with started(place, "serve", "--read-only", "--port", str(port)) as process:
        until(lambda: asked(port, "{ version }"), process)
        assert listening(port) == {"0100007F"}  # 127.0.0.1, and no address of IPv6
        assert asked(port, DELETE) == {"deletePipelineRun": {"__typename": "UnauthorizedError"}}
    for path in (place.folder / "dagster").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


@pytest.mark.slow
def test_the_daemon_by_itself_builds_what_was_dropped_drafts_nothing_before_its_time_and_writes_the_page(
    place: Partnership,
) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    with started(place, "daemon") as process:
        until(lambda: current(place.home, MARCH), process)
        until(lambda: (place.home.folder / "status" / "index.html").exists(), process)
