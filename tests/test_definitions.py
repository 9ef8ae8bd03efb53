"""What Dagster loads: light to import, an asset for every table and figure, and a month's run that goes through."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.builds import current
from pipelines.definitions import defs
from pipelines.orchestration.counting import core as core_step
from pipelines.orchestration.counting import figures
from pipelines.orchestration.partnership import Partnership as PartnershipResource
from pipelines.orchestration.publishing import draft_key, drafts
from pipelines.orchestration.unkept import unkept_instance
from pipelines.settings import ROOT
from sources.catalogue import AGENCIES, tables
from tests.made_up_inbox import MARCH, MISSING_MARCH, Partnership

HEAVY = ("great_expectations", "pandas", "pandera", "duckdb", "polars", "pyarrow", "openpyxl")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Partnership]:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return Partnership(tmp_path)


def resource(place: Partnership) -> PartnershipResource:
    return PartnershipResource(
        settings_file=str(place.settings_file), inbox=str(place.inbox), home=str(place.folder / "home")
    )


def test_loading_brings_none_of_the_heavy_libraries_with_it() -> None:
    program = f"import sys, pipelines.definitions; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_steps_run_in_one_process() -> None:
    assert isinstance(defs.executor, dg.ExecutorDefinition)
    assert defs.executor.name == "in_process"


def upstream(key: dg.AssetKey) -> set[dg.AssetKey]:
    """Everything that an asset comes from."""
    graph = defs.resolve_asset_graph()
    found: set[dg.AssetKey] = set()
    left = [key]
    while left:
        for parent in graph.get(left.pop()).parent_keys - found:
            found.add(parent)
            left.append(parent)
    return found


def agencies_behind(*path: str) -> set[str]:
    return {key.path[1] for key in upstream(dg.AssetKey(list(path))) if key.path[0] == "inbox"}


def test_every_agency_table_comes_from_its_agencys_folder() -> None:
    for agency in AGENCIES:
        for table in tables(agency):
            assert agencies_behind(agency, table) == {agency}


def test_every_core_table_and_every_indicator_has_an_asset_that_comes_from_the_inbox() -> None:
    for path in (ROOT / "sql" / "core").glob("*.sql"):
        assert agencies_behind("core", path.stem), path.stem
    for path in (ROOT / "sql" / "indicators").glob("*/*.sql"):
        ref = re.search(r'^ref\s*=\s*"(.+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert ref is not None
        assert agencies_behind("indicator", ref[1]), path.stem
        assert dg.AssetKey(["indicator", ref[1]]) in upstream(dg.AssetKey(["scorecard", "value"]))


def test_the_lineage_of_a_figure_is_that_of_its_query() -> None:
    assert agencies_behind("indicator", "PO01") == {"police"}
    # return interviews within 72 hours: the police's reports and the early-help team's log
    assert agencies_behind("indicator", "MH07") >= {"police", "eisi"}


def test_a_months_refresh_runs_and_a_refused_file_reads_well(place: Partnership) -> None:
    place.drop_everything()
    place.drop("2023-03/police/bad.xlsx", b"PK\x03\x04 broken")
    place.home.open()
    result = defs.resolve_job_def("refresh").execute_in_process(
        partition_key="2023-03",
        resources={"partnership": resource(place)},
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )
    assert result.success
    assert current(place.home, MARCH) is not None

    evaluated = result.get_asset_check_evaluations()
    ours = ("delivery", "rows")
    checks = {check.asset_key.to_user_string(): check for check in evaluated if check.check_name in ours}
    police = checks["delivery/police"]
    assert not police.passed and police.severity == dg.AssetCheckSeverity.WARN
    words = r"Expected every file of police for March 2023 to be usable; .*\b1\b.*\. See the reasons below, and have the files sent again\."
    assert re.fullmatch(words, police.description or "")
    (reason,) = (value.value for key, value in police.metadata.items() if key.startswith("refused_"))
    assert re.match(r"Expected a .+; found a .+\. .+ send it again\.$", str(reason))
    assert checks["delivery/eisi"].passed
    assert checks["mosaic/cp_plan"].description is not None
    assert "none was ever delivered" in checks["mosaic/cp_plan"].description

    judged = {
        check.check_name for check in evaluated if check.asset_key == dg.AssetKey(["delivery", "police"])
    }
    assert {"rows_against_before", "in_the_month", "rows_set_aside"} <= judged

    metadata = {
        event.asset_key.to_user_string(): event.materialization.metadata
        for event in result.all_events
        if event.is_step_materialization and event.asset_key
    }
    assert metadata["police/missing_report"]["accepted"].value == 3
    assert {"core/missing_episode", "indicator/MH07", "scorecard/value"} <= set(metadata)
    allowed = re.compile(
        r"^([0-9a-f]{12,}(\.[0-9a-f]{8})?|none|\d{4}-\d{2}|snapshot|month|year_to_date|as_at)$"
    )
    for entries in metadata.values():
        for entry in entries.values():
            assert isinstance(entry.value, int) or allowed.match(str(entry.value))


@pytest.mark.keeps("P1")
def test_one_figure_alone_can_be_asked_for(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    result = dg.materialize(
        [core_step(), figures()],
        selection=dg.AssetSelection.assets(dg.AssetKey(["indicator", "MH01"])),
        partition_key="2023-03",
        resources={"partnership": resource(place)},
        instance=dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}),
    )
    assert [
        event.asset_key.path for event in result.get_asset_materialization_events() if event.asset_key
    ] == [["indicator", "MH01"]]
    assert current(place.home, MARCH) is None  # one figure is not a build
    drafted = dg.materialize(
        drafts(),
        selection=dg.AssetSelection.assets(draft_key("executive")).required_multi_asset_neighbors(),
        partition_key="2023-01",
        resources={"partnership": resource(place)},
        instance=dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}),
        raise_on_error=False,
    )
    assert not drafted.success and not list(place.home.folder.glob("drafts/2*"))  # nor is a draft made of it


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [["dagster", "definitions", "validate", "-w", "workspace.yaml"], ["dg", "check", "defs"]],
    ids=lambda command: command[0],
)
def test_workspace_and_project_load(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_run_that_is_kept_nowhere_leaves_no_event_and_tells_the_same(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    told = []
    for instance in (
        dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}),
        unkept_instance(),
    ):
        with instance:
            result = dg.materialize(
                [core_step()],
                partition_key="2023-03",
                resources={"partnership": resource(place)},
                instance=instance,
            )
            assert result.success
            told.append([(event.event_type_value, event.step_key) for event in result.all_events])
            kept = instance.all_logs(result.run_id)
    assert told[0] == told[1]
    assert list(kept) == []
