"""What `scorecard doctor` can tell of the machine: its Python, its libraries, and what its system can promise."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.doctor.finding import Finding
from pipelines.home import Home
from pipelines.settings import ROOT

_LIBRARIES = (
    "dagster",
    "duckdb",
    "polars",
    "pandera",
    "great-expectations",
    "openpyxl",
    "python-calamine",
    "msoffcrypto-tool",
)


def python(home: Home) -> Iterator[Finding]:
    """Which Python this is, on which system."""
    words = f"Python {platform.python_version()} on {platform.system()} ({platform.machine()})"
    if (3, 11) <= sys.version_info < (3, 15):
        yield Finding(subject="Python", state="good", words=words)
    else:
        yield Finding(subject="Python", state="bad", words=words, remedy="Use Python 3.11 to 3.14.")


def libraries(home: Home) -> Iterator[Finding]:
    """Whether the libraries are those that were tested."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock, re.M))
    others, missing = [], []
    for name in _LIBRARIES:
        try:
            if version(name) != locked.get(name, version(name)):
                others.append(f"{name} {version(name)} (locked: {locked[name]})")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding(
            subject="Libraries",
            state="bad",
            words=f"Not installed: {', '.join(missing)}.",
            remedy="Install from requirements.lock.",
        )
    if others:
        yield Finding(
            subject="Libraries",
            state="warning",
            words=f"Other versions than those that were tested: {', '.join(others)}.",
            remedy="Install from requirements.lock, or expect small differences.",
        )
    if not missing and not others:
        yield Finding(subject="Libraries", state="good", words="The versions that were tested.")


def reading(home: Home) -> Iterator[Finding]:
    """A file is really read, by a process as a refresh uses it."""
    import tempfile

    from pipelines.intake.children import Limits, Readers
    from sources.preflight.refusal import UnreadableFile

    readers = Readers(1, Limits(wall=30.0))
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "probe.csv"
            path.write_bytes(b"a,b\n1,2\n")
            found = readers.read(path, name=path.name).result()
        works = found.grids[0].rows() == [["a", "b"], ["1", "2"]]
    except UnreadableFile:
        works = False
    finally:
        readers.stop()
    if works:
        yield Finding(subject="Reading", state="good", words="A process of its own read a file.")
    else:
        yield Finding(
            subject="Reading",
            state="bad",
            words="A process of its own could not read a plain file.",
            remedy="Check that this Python may start others and has 2 GB of memory to give.",
        )


def guarantees(home: Home) -> Iterator[Finding]:
    """What holds on this system, and what is not claimed."""
    wall = "A file that takes longer than two minutes to read is refused and its process ended."
    yield Finding(subject="Guarantee: time", state="good", words=wall)
    if _has_limits():
        words = "A file's reader gets 2 GB of memory and a minute of processor, and can write no file."
        yield Finding(subject="Guarantee: memory", state="good", words=words)
    else:
        yield Finding(
            subject="Guarantee: memory",
            state="warning",
            words="This system has no limits of memory and processor for a process: a hostile file can fill the memory "
            "until its two minutes are over.",
            remedy="Run on Linux where files come from outside, or watch the memory.",
        )
    if hasattr(os, "O_NOFOLLOW"):
        yield Finding(
            subject="Guarantee: links", state="good", words="Links in the inbox are never followed."
        )
    else:
        yield Finding(
            subject="Guarantee: links",
            state="warning",
            words="A file that is swapped for a link between two looks would be followed on this system.",
            remedy="Let only the agencies' own accounts write to the inbox.",
        )
    yield Finding(
        subject="Not claimed",
        state="good",
        words="The readers of files are not cut off from the network; nothing asks them to use it.",
    )


def _has_limits() -> bool:
    """Only Linux keeps a process to the memory that it was given; macOS takes the limit and does not keep it."""
    return sys.platform.startswith("linux")
