"""The Standard Safeguarding Dataset in its plain form, without the local additions, is enough for what it holds."""

from pathlib import Path

import pytest

from pipelines.intake.delivery import deliveries
from schemas.table import columns
from sources.catalogue import sources
from tests.made_up_inbox import MARCH, Partnership, Rows, csv_bytes, figure, query
from tests.test_annex_a_written import TABLES, whole

pytestmark = pytest.mark.slow

OURS = {
    said.headings[0]
    for source in sources("mosaic")
    for said in columns(source.table).values()
    if said.headings and said.optional_heading
}


def plain(table: Rows) -> Rows:
    """The table without the columns that only we ask for."""
    kept = [at for at, heading in enumerate(table[0]) if heading not in OURS]
    return [[row[at] for at in kept] for row in table]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Partnership]:
    made = Partnership(tmp_path_factory.mktemp("plain"))
    for name, table in TABLES.items():
        made.drop(f"2023-03/mosaic/{name}.csv", csv_bytes(plain(whole(table))))
    return made.refresh(MARCH), made


def test_there_are_additions_to_leave_out() -> None:
    assert {"cont_decision_datetime", "invo_primary", "cppl_previous_plans", "pers_ward"} <= OURS


def test_every_file_is_accepted_and_every_row_of_it(built: tuple[Path, Partnership]) -> None:
    parts = [part for each in deliveries(built[1].home).values() for part in each.parts]
    assert len(parts) == len(TABLES)
    assert sum(part["accepted"] for part in parts) == sum(len(table) - 1 for table in TABLES.values())


def test_what_it_holds_is_counted(built: tuple[Path, Partnership]) -> None:
    build, _ = built
    assert query(build, "select count(*) from core.cin_episode where end_on is null") == [(1,)]
    # of the two plans one is a temporary one of another authority
    assert figure(build, "CP01", "month:2023-03")[0] == 1
    assert figure(build, "FD01", "month:2023-03")[0] == 1
    assert query(build, "select count(*) from core.allocation where is_primary and end_on is null") == [(1,)]


@pytest.mark.parametrize("ref", ["FD02", "RF09", "SP07", "CP11"])
def test_what_needs_an_addition_is_not_supplied(built: tuple[Path, Partnership], ref: str) -> None:
    assert figure(built[0], ref, "month:2023-03")[3] == "not_supplied"
