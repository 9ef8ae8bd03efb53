"""Dagster's history in PostgreSQL, for several analysts at once: a real server that the test starts for itself."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import dagster as dg
import pytest

from pipelines import alone
from pipelines.orchestration.running import dagster_instance, run
from pipelines.orchestration.serving import TEMPLATE
from pipelines.settings import ROOT
from tests.made_up_inbox import MISSING_MARCH, Partnership
from tests.servers import postgres, postgres_programs

LINES = ROOT / "docs" / "deployment" / "storage-postgres.yaml"
SECRET = "ZZSENTINEL"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        postgres_programs() is None or find_spec("dagster_postgres") is None,
        reason="NOT TESTED: PostgreSQL or dagster-postgres is not installed (apt-get install postgresql)",
    ),
]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with postgres() as dsn:
        parts = dict(part.split("=", 1) for part in dsn.split())
        url = f"postgresql+psycopg2://{parts['user']}@/{parts['dbname']}?host={quote(parts['host'], safe='')}"
        monkeypatch.setenv("SCORECARD_DAGSTER_DB", url)
        monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
        yield url


def desk(folder: Path) -> Path:
    """The DAGSTER_HOME of one analyst: the shipped settings with the documented lines."""
    folder.mkdir()
    text = TEMPLATE.read_text(encoding="utf-8") + LINES.read_text(encoding="utf-8")
    (folder / TEMPLATE.name).write_text(text, encoding="utf-8")
    return folder


def test_two_analysts_see_each_others_runs_and_a_killed_one_is_ended_by_the_other(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Partnership(tmp_path / "p")
    place.home.open()
    place.drop_police("2023-03", MISSING_MARCH, name=f"{SECRET}.xlsx")
    first, second = desk(tmp_path / "first"), desk(tmp_path / "second")
    monkeypatch.setenv("DAGSTER_HOME", str(first))
    run("refresh", "2023-03", place.home.settings)

    monkeypatch.setenv("DAGSTER_HOME", str(second))
    with dagster_instance() as instance:
        assert type(instance.run_storage).__name__ == "PostgresRunStorage"
        (seen,) = instance.get_runs()
        assert seen.status == dg.DagsterRunStatus.SUCCESS
        assert seen.tags["dagster/partition"] == "2023-03"
        told = instance.all_logs(seen.run_id)
        assert told and SECRET not in repr(told)
        gone = instance.add_run(
            dg.DagsterRun(
                run_id="1" * 36, job_name="refresh", status=dg.DagsterRunStatus.STARTED,
                tags={"scorecard/working": alone._mark(place.home)},
            )
        )  # fmt: skip
        assert alone.reconcile(place.home, instance) == 1
        ended = instance.get_run_by_id(gone.run_id)
        assert ended is not None and ended.status == dg.DagsterRunStatus.FAILURE
    for folder in (first, second):  # nothing of the history beside the settings
        assert not [path for path in folder.rglob("*.db") if path.is_file()]
    assert os.environ["SCORECARD_DAGSTER_DB"] == address
