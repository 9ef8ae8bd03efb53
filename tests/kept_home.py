"""A small home of one month and few figures, taken in, built and reviewed once for all tests that keep, copy or spoil one."""

import shutil
from pathlib import Path

import pytest

from pipelines.audit import note
from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.review.writing import write_review
from pipelines.settings import settings
from tests.few_indicators import few
from tests.made_up_inbox import INTERVIEWS, MARCH, MISSING_MARCH, MOSAIC, Partnership, workbook_bytes

DELIVERIES = 4
_KEPT: list[Partnership] = []


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The partnership that nobody changes; one for all modules that take the fixture from here."""
    return _KEPT[0] if _KEPT else _made(tmp_path_factory.mktemp("kept"))


def _made(folder: Path) -> Partnership:
    place = Partnership(folder)
    few(place.settings_file)
    place.drop_police("2023-03", MISSING_MARCH)
    place.drop_mosaic("2023-03", {name: MOSAIC[name] for name in ("ssd_person", "ssd_contacts")})
    place.drop("2023-03/eisi/log.xlsx", workbook_bytes({"Sheet1": INTERVIEWS}, titles=2))
    place.look()
    home = place.home
    with home.ledger.writing():
        Work(Plan(home, MARCH)).finish()
        write_review(home, MARCH)
    for rows in (1, 2, 3):
        note(home, "values", rows=rows)
    _KEPT.append(place)
    return place


@pytest.fixture
def copy(kept: Partnership, tmp_path: Path) -> Home:
    """The same home to spoil."""
    shutil.copytree(kept.home.folder, tmp_path / "home")
    shutil.copy(kept.home.settings.key, tmp_path / "home.key")
    return Home(settings(kept.settings_file, inbox=kept.inbox, home=tmp_path / "home"))
