"""What was shown is frozen, named in the ledger, and known to every later release."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.publication.releases import Releases, ReleasesBroken, text_of
from pipelines.publication.showing import Showing
from pipelines.settings import settings
from scorecards.disclosure.release import Release, released
from scorecards.period import Quarter
from scorecards.value import Values
from tests import made_up_partnership
from tests.made_up_partnership import DEFAULT
from tests.made_up_release import build_of, made_up_months, wanted_of

QUARTER = "2022-23-Q4"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(settings(home=tmp_path / "home", inbox=tmp_path, key=tmp_path / "key"))
    place.open()
    return place


def made(seed: int = 5) -> Release:
    build = build_of(made_up_months(seed, 30))
    return released([wanted_of(build, QUARTER)], counted=build)


def again(home: Home) -> Releases:
    return Releases(Home(home.settings))


def test_a_release_comes_back_as_it_was_shown(home: Home) -> None:
    release = made()
    Releases(home).record(QUARTER, "b1", release)
    (earlier,) = again(home).earlier(date.min)
    assert earlier == Values.of(release.rows).rows
    assert again(home).last(QUARTER) == Values.of(release.rows)
    assert again(home).last("2022-23-Q3") is None
    assert again(home).report(QUARTER) == list(release.report)


def test_the_same_release_again_is_recorded_once(home: Home) -> None:
    first = Releases(home).record(QUARTER, "b1", made())
    before = Ledger(home.folder).records
    assert again(home).record(QUARTER, "b1", made()) == first
    assert Ledger(home.folder).records == before
    assert again(home).record(QUARTER, "b2", made(6)) != first
    assert len(again(home).texts) == 2


def test_a_frozen_release_that_was_changed_or_lost_stops_the_next(home: Home) -> None:
    name = Releases(home).record(QUARTER, "b1", made())
    file = home.folder / "releases" / f"{name}.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(ReleasesBroken, match="Restore it from its backup"):
        _ = again(home).texts
    file.unlink()
    with pytest.raises(ReleasesBroken):
        _ = again(home).texts


def test_neither_the_ledger_nor_the_frozen_file_holds_a_withheld_count(home: Home) -> None:
    release = made()
    Releases(home).record(QUARTER, "b1", release)
    hidden = [line for line in text_of(release).splitlines() if line.endswith(",withheld")]
    assert hidden and all(",,,," in line for line in hidden)
    (line,) = Ledger(home.folder).of("shown")
    assert set(line.facts) == {"quarter", "build", "release", "report"}


def test_the_attack_knows_the_earlier_releases(home: Home) -> None:
    """One release withholds a total that another has shown: together they leave nothing to find, or say where."""
    release = made()
    assert Releases(home).leaks(release) == ()
    Releases(home).record(QUARTER, "b1", release)
    assert again(home).leaks(release) == ()


@pytest.mark.keeps("P9")
@pytest.mark.slow
def test_a_quarter_is_published_after_the_one_before_whatever_was_recorded_late() -> None:
    """The whole partnership: what its third quarter printed of interviews was recorded late and is another number by the
    fourth."""
    place = made_up_partnership.home(DEFAULT)
    for name in ("2022-23-Q3", "2022-23-Q4"):
        quarter = Quarter.parse(name, place.settings.year_start)
        build = made_up_partnership.built(DEFAULT, quarter.last_month)
        release = Showing(place, quarter).release
        assert Releases(place).leaks(release) == ()
        Releases(place).record(name, build.stem, release)
