"""Servers that tests start for themselves on this machine and end again; whoever asks is told loudly when there is none."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

_POSTGRES_USER = "postgres"


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, where Debian keeps them too."""
    places = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None
    )


@contextmanager
def postgres() -> Iterator[str]:
    """A cluster of its own, reached by a socket in its folder; its connection string."""
    programs = postgres_programs()
    assert programs is not None
    folder = Path(mkdtemp(prefix="pg-"))
    # PostgreSQL refuses to run as root.
    user = _POSTGRES_USER if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
        folder.chmod(0o700)
    data = folder / "data"

    def call(*command: str | Path) -> None:
        subprocess.run(
            [str(part) for part in command], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/"
        )

    call(
        programs / "initdb",
        "-D",
        data,
        "-U",
        "scorecard",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C",
        "-A",
        "trust",
    )
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    call(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"host={folder} user=scorecard dbname=postgres"
    finally:
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def why_no_spark() -> str:
    """What is missing for Spark, in words; empty where it can run."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: pip install '.[spark]'"
    if shutil.which("java") is None:
        return "there is no Java: install a Java 17 or 21 runtime"
    return ""


class SparkCluster:
    """A master and workers on the loopback, each a process of its own."""

    def __init__(self, workers: int = 2) -> None:
        self._folder = Path(mkdtemp(prefix="spark-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._port = _free_port()
        self._start(
            "org.apache.spark.deploy.master.Master",
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
            "--webui-port",
            "0",
        )
        _wait(self._port)
        for number in range(workers):
            self._start(
                "org.apache.spark.deploy.worker.Worker", "-h", "127.0.0.1", "-c", "1", "-m", "1500m",
                "-d", str(self._folder / f"worker-{number}"), "--webui-port", "0", self.address,
            )  # fmt: skip

    @property
    def address(self) -> str:
        return f"spark://127.0.0.1:{self._port}"

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, *command: str) -> None:
        import pyspark

        starter = Path(pyspark.__file__).parent / "bin" / "spark-class"
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        with (self._folder / f"log-{len(self._processes)}").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [str(starter), *command], stdout=log, stderr=log, env=environment, cwd=self._folder
                )
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, patience: float = 60) -> None:
    for _ in range(int(patience * 5)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("Expected the server to listen within a minute; it does not.")
