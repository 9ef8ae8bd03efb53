"""A folder that all processes of one run of the tests share; the first of them takes it away at the end.

With SCORECARD_TESTS_FOLDER=FOLDER several runs one after the other share that one, and whoever named it takes it away.
"""

import os
import shutil
from pathlib import Path
from tempfile import gettempdir

_NAME = "scorecard-tests-{run}"


def run_folder() -> Path:
    """The folder, made where it is not there. The processes of xdist are children of the run's first."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    named = os.environ.get("SCORECARD_TESTS_FOLDER")
    folder = Path(named) if named else Path(gettempdir()) / _NAME.format(run=run)
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def remove_run_folder() -> None:
    """Take it away with all that is in it."""
    shutil.rmtree(Path(gettempdir()) / _NAME.format(run=os.getpid()), ignore_errors=True)
