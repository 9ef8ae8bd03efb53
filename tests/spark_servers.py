"""Spark's own processes, started by tests on this machine's loopback and ended again with all that they started."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar
from urllib.request import urlopen

LOOPBACK = "127.0.0.1"
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java that lives a minute: compile little, collect simply."""
QUICK = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": f"{SMALL} -Xss4m",
    "spark.executor.memory": "900m",
    "spark.executor.extraJavaOptions": f"{SMALL} -Xss4m",
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    # A machine with much else to do is slow to answer, and not lost.
    "spark.network.timeout": "600s",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Options for few rows, where all the time goes into planning and none into counting. None of them decides a figure."""
_PATIENCE = 180.0


def why_no_spark() -> str:
    """What is missing for Spark, in words; empty where it can run."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (python3 -m pipelines.start test installs tests/spark.lock)"
    if shutil.which("java") is None:
        return "there is no Java (install a Java 17 or 21 runtime)"
    if not Path("/proc/net/tcp").exists():
        return "this is not Linux, where it can be seen that nothing is left running"
    return ""


class Processes:
    """Programs of Spark, each with all that it starts in a process group of its own."""

    memory = "256m"

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="spark-"))
        self.groups: list[int] = []
        self._started: list[subprocess.Popen[bytes]] = []

    def begin(self) -> None:
        """Start everything and wait until it is ready."""

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        until = time.monotonic() + _PATIENCE
        while not is_so():
            ended = [process for process in self._started if process.poll() is not None]
            if ended or time.monotonic() > until:
                found = "one ended" if ended else "they are not"
                raise TimeoutError(
                    f"Expected Spark's processes to be ready within {_PATIENCE:.0f} s; {found}."
                )
            time.sleep(0.2)

    def start(self, *command: str) -> int:
        """Start a program of Spark; its process group."""
        import pyspark

        starter = Path(pyspark.__file__).parent / "bin" / "spark-class"
        environment = {
            **os.environ,
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_LOCAL_DIRS": str(self.folder / "spill"),
            "SPARK_DAEMON_MEMORY": self.memory,
            "SPARK_DAEMON_JAVA_OPTS": f"{SMALL} -Dspark.master.rest.enabled=false -Dspark.worker.timeout=600",
            "PYSPARK_PYTHON": sys.executable,
        }
        with (self.folder / f"log-{len(self._started)}").open("wb") as log:
            process = subprocess.Popen(
                [str(starter), *command], stdout=log, stderr=log, env=environment, cwd=self.folder, start_new_session=True
            )  # fmt: skip
        self._started.append(process)
        self.groups.append(process.pid)
        return process.pid

    def running(self) -> list[int]:
        """Everything that was started, or was started by what was, and runs still."""
        return [pid for pid, group in _groups() if group in self.groups]

    def addresses(self) -> set[str]:
        """The addresses at which any of it listens."""
        inodes = {inode for pid in self.running() for inode in _sockets(pid)}
        return {address for address, inode in _listening() if inode in inodes}

    def stop(self) -> None:
        """End everything, whatever it takes."""
        for deadly in (signal.SIGTERM, signal.SIGKILL):
            for group in {group for pid, group in _groups() if group in self.groups}:
                os.killpg(group, deadly)
            for process in self._started:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(15)
            if not self.running():
                break
            time.sleep(0.5)
        shutil.rmtree(self.folder, ignore_errors=True)


class SparkCluster(Processes):
    """A master and workers, each a process of its own with its executors."""

    def __init__(self, workers: int = 2) -> None:
        super().__init__()
        self._port, self._page, self._wanted = free_port(), free_port(), workers
        self._workers: list[int] = []
        self.address = f"spark://{LOOPBACK}:{self._port}"

    def begin(self) -> None:
        master = ("-h", LOOPBACK, "-p", str(self._port), "--webui-port", str(self._page))
        self.start("org.apache.spark.deploy.master.Master", *master)
        self.wait_for(lambda: self.workers() == 0)
        for number in range(self._wanted):
            own = ("-d", str(self.folder / f"worker-{number}"), "--webui-port", "0")
            size = ("-h", LOOPBACK, "-c", "1", "-m", "1g")
            worker = self.start("org.apache.spark.deploy.worker.Worker", *size, *own, self.address)
            self._workers.append(worker)
        self.wait_for(lambda: self.workers() == self._wanted)

    def workers(self) -> int:
        """How many workers the master has; below nought while it does not answer."""
        try:
            with urlopen(f"http://{LOOPBACK}:{self._page}/json/", timeout=10) as page:
                return int(json.load(page)["aliveworkers"])
        except OSError:
            return -1

    @property
    def a_worker(self) -> int:
        """The process group of a worker."""
        return self._workers[0]


class SparkConnect(Processes):
    """A Spark Connect server with Spark within itself."""

    memory = "1g"

    def __init__(self) -> None:
        super().__init__()
        self._port = free_port()
        self.address = f"sc://{LOOPBACK}:{self._port}"

    def begin(self) -> None:
        chosen = {
            **QUICK,
            "spark.master": "local[2]",
            "spark.connect.grpc.binding.address": LOOPBACK,
            "spark.connect.grpc.binding.port": str(self._port),
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
        }
        options = [part for name, value in chosen.items() for part in ("--conf", f"{name}={value}")]
        server = "org.apache.spark.sql.connect.service.SparkConnectServer"
        self.start("org.apache.spark.deploy.SparkSubmit", "--class", server, *options)
        self.wait_for(lambda: answers(self._port))


P = TypeVar("P", bound=Processes)


@contextmanager
def ended(processes: P) -> Iterator[P]:
    """Spark's processes while the block lasts; afterwards nothing of them runs, and it never listened but to this machine."""
    try:
        processes.begin()
        yield processes
        assert processes.addresses() == {LOOPBACK}
    finally:
        processes.stop()
    assert processes.running() == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens at a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def _groups() -> Iterator[tuple[int, int]]:
    """Every process of this machine that has not ended, with its process group."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if state != "Z":
                yield int(stat.parent.name), int(group)


def _sockets(pid: int) -> Iterator[str]:
    for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            if found := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(descriptor)):
                yield found[1]


def _listening() -> Iterator[tuple[str, str]]:
    """The address and the number of every TCP socket that listens."""
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            local, state = parts[1], parts[3]
            if state == "0A":
                yield _address(local.partition(":")[0]), parts[9]


def _address(hexadecimal: str) -> str:
    """An address as the kernel writes it, each four bytes in the machine's order; one of IPv4 within IPv6 as IPv4."""
    words = [bytes.fromhex(hexadecimal[at : at + 8])[::-1] for at in range(0, len(hexadecimal), 8)]
    packed = b"".join(words)
    if len(packed) == 16 and packed[:12] == bytes(10) + b"\xff\xff":
        packed = packed[12:]
    return socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)
