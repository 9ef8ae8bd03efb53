"""Servers that tests start for themselves on this machine and end again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
