"""The walk of `docs/first-day.md` followed to the letter: every command of it, in order, in a fresh home of a fresh user."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import ROOT

WALK = (ROOT / "docs" / "first-day.md").read_text(encoding="utf-8")
# A block of commands, and the line below it that says what the reader sees.
STEPS = re.findall(r"^```sh\n(.*?)^```\n\nYou see: ((?:`[^`\n]+`(?:, )?)+)", WALK, re.MULTILINE | re.DOTALL)
END = "=== the end of step"


def test_every_block_says_what_the_reader_sees() -> None:
    assert len(STEPS) == WALK.count("```sh\n") == len(re.findall(r"^## \d", WALK, re.MULTILINE))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="the walk is written for bash")
def test_a_new_analyst_s_first_day(tmp_path: Path) -> None:
    # The first step makes the environment from the network. It is followed where that is the environment that runs
    # this, as in `python3 -m pipelines.start test`; elsewhere the one that is active stands in for it.
    steps = STEPS if Path(sys.prefix) == ROOT / ".venv" else STEPS[1:]
    script = "set -e\n" + "".join(f"{commands}echo '{END}'\n" for commands, _ in steps)
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=ROOT,
        env=_fresh(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    for (commands, promised), seen in zip(steps, run.stdout.split(END), strict=False):
        for phrase in re.findall("`([^`]+)`", promised):
            assert phrase in seen, f"Expected {phrase!r} after\n{commands}; found\n{seen}"


def _fresh(folder: Path) -> dict[str, str]:
    """What somebody has who starts: a home and a scratch folder with nothing in them, and the environment active."""
    home, scratch = folder / "home", folder / "scratch"
    home.mkdir()
    scratch.mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SCORECARD_", "DAGSTER_", "PYTEST_"))
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    return {**kept, "PATH": path, "HOME": str(home), "TMPDIR": str(scratch), "SCORECARD_EXPECTATIONS": "off"}
