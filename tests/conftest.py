"""What every test may use, and what each keeps: `@pytest.mark.keeps("P4", "SEC-08")` names promises of `promises.toml`.

With SCORECARD_PROMISES=FILE the outcome for each promise is written there as JSON; `python -m tests.promises` makes the
tables of the documentation from it.
"""

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.made_up_inbox import Partnership
from tests.run_folder import remove_run_folder

settings.register_profile("patient", settings(), deadline=None)  # a busy machine is no fault of what is tried
settings.load_profile("patient")

_OUTCOMES: dict[str, dict[str, str]] = {}


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    """A made-up partnership with an empty inbox and no home yet."""
    return Partnership(tmp_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Carry the names of the promises with the report, which is all that comes back from another process; and begin with
    the modules that take minutes, so that no process of several is left with one of them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("minutes") is None)
    for item in items:
        kept = [name for mark in item.iter_markers("keeps") for name in mark.args]
        item.user_properties.append(("keeps", kept))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when != "call" and report.passed:
        return
    name = report.nodeid.partition("[")[0]
    for promise in dict(report.user_properties).get("keeps", []):
        outcomes = _OUTCOMES.setdefault(promise, {})
        # One case that fails fails its test.
        if outcomes.get(name) != "failed":
            outcomes[name] = report.outcome


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    remove_run_folder()
    if wanted := os.environ.get("SCORECARD_PROMISES"):
        path = Path(wanted)
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for promise, outcomes in _OUTCOMES.items():
            known.setdefault(promise, {}).update(outcomes)
        path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
