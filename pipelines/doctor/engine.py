"""Whether the engine that the settings choose can be reached, asked before a night's run finds out."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.chosen.engine import HERE, POSTGRES, SPARK, EngineChoice
from pipelines.doctor.finding import Finding
from pipelines.home import Home

_PATIENCE = 10
"""Seconds that a server or a program has to answer."""
_EXTRA = "Install the extra: pip install '.[{name}]'."
_JAVA = (17, 21)
_CONNECT, _PORTS = "sc", {"sc": 15002, "spark": 7077}


def engine(home: Home) -> Iterator[Finding]:
    """Whether what makes core tables and counts is there. Nothing is sent to it."""
    choice = home.settings.engine
    if choice.name == HERE:
        return
    yield _postgres() if choice.name == POSTGRES else _spark(choice)


def _postgres() -> Finding:
    from pipelines.engines.postgres import DSN

    if find_spec("psycopg2") is None:
        return _bad(
            "The settings choose PostgreSQL; its client is not installed.", _EXTRA.format(name=POSTGRES)
        )
    if DSN not in os.environ:
        example = f"{DSN}='host=/run/postgresql dbname=scorecard'"
        return _bad("The settings choose PostgreSQL; no connection is named.", f"Set it, such as {example}.")
    import psycopg2

    try:
        connection = psycopg2.connect(os.environ[DSN], connect_timeout=_PATIENCE)
    except psycopg2.Error:  # its words repeat the connection, with whatever password stands in it
        return _bad(
            f"The PostgreSQL server that {DSN} names does not let us in.",
            f"See that it runs, and that {DSN} has its host, database, user and password; `psql` with the same tells why.",
        )
    release = connection.server_version // 10000
    connection.close()
    return Finding(subject="Engine", state="good", words=f"PostgreSQL {release} let us in.")


def _spark(choice: EngineChoice) -> Finding:
    address = urlsplit(choice.address.partition(",")[0])  # of several masters the first
    if find_spec("pyspark") is None or (address.scheme == _CONNECT and find_spec("grpc") is None):
        return _bad(
            "The settings choose Spark; PySpark or a part of it is missing.", _EXTRA.format(name=SPARK)
        )
    is_started_here = choice.address.startswith(("local", "spark:"))
    if is_started_here and (java := _java()) not in _JAVA:
        found = f"Java {java}" if java else "none"
        return _bad(
            f"Spark needs a Java of release 17 or 21 on this machine; found {found}.",
            "Install a Java 17 or 21 runtime, and see that `java -version` or JAVA_HOME tells of it.",
        )
    if address.scheme in _PORTS and not _answers(
        address.hostname or "", address.port or _PORTS[address.scheme]
    ):
        return _bad(
            "Nobody answers at the address of Spark.",
            "See that the server runs, and that `address` under [engine] has its host and port.",
        )
    if choice.exchange is not None and not _is_writable(choice.exchange):
        return _bad(
            "The folder of the exchange with the engine cannot be made or written to.",
            "Mend that, or name another as `exchange` under [engine]: one that the engine's machines see too.",
        )
    return Finding(
        subject="Engine", state="good", words="Everything that Spark needs on this machine is here."
    )


def _bad(words: str, remedy: str) -> Finding:
    return Finding(
        subject="Engine", state="bad", words=words, remedy=f"{remedy} Or count here: SCORECARD_ENGINE=duckdb."
    )


def _java() -> int | None:
    """The release of the Java that Spark would start; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else "java"
    try:
        told = subprocess.run(
            [program, "-version"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    release = re.search(r'version "(\d+)', told.stderr)
    return int(release[1]) if release else None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), _PATIENCE):
            return True
    except OSError:
        return False


def _is_writable(folder: Path) -> bool:
    """Whether a folder can be written to, or made."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
