"""What a person who runs a region does with it: effects of issues, waivers, everything held of a child, comparators."""

import shutil
from copy import deepcopy
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.boundary import Stopped
from pipelines.intake.deciding import release
from pipelines.intake.delivery import deliveries
from pipelines.intake.inbox import dropped
from pipelines.review.decisions import DecisionRefused
from pipelines.review.issues import issues
from pipelines.review.making import review
from pipelines.review.waiving import listed, waive
from pipelines.settings import SettingsNotUnderstood, settings
from pipelines.statutory.national import take_statistics
from pipelines.subject.erasing import forget
from pipelines.subject.finding import find
from tests.made_up_inbox import MARCH, MISSING_MARCH, workbook_bytes
from tests.made_up_two_authorities import Region
from tests.test_national_statistics import groups, referrals, town

WRONG = [deepcopy(row) for row in MISSING_MARCH]
WRONG.append(["M9", *MISSING_MARCH[3][1:5], "no day", *MISSING_MARCH[3][6:]])
WHO = {"by": "A N Officer", "until": "2023-09-30", "reason": "Seen."}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Two authorities of a region, each with the same report that cannot be read; the second writes M7 for one of its own."""
    place = Region(tmp_path_factory.mktemp("region"))
    shutil.rmtree(place.inbox)
    for code in ("370", "371"):
        (place.inbox / code / "2023-03" / "police").mkdir(parents=True)
        rows = WRONG if code == "370" else [*WRONG, ["M7", "N7", *MISSING_MARCH[3][2:]]]
        (place.inbox / code / "2023-03" / "police" / "police.xlsx").write_bytes(
            workbook_bytes({"Sheet1": rows})
        )
    place.refresh()
    return place


@pytest.fixture
def place(made: Region, tmp_path: Path) -> Region:
    copy = Region(tmp_path / "copy")
    shutil.rmtree(copy.folder)
    shutil.copytree(made.folder, copy.folder)
    return copy


@pytest.mark.slow
def test_effects_are_of_each_authority_by_its_name(made: Region) -> None:
    lines = {(line.rule, line.source): line for line in review(made.home, MARCH).rules}
    effects = lines["GEN01", "police.missing_report"].effects
    said = [words for words in effects if "MH01 (Missing episodes reported" in words]
    assert [words.partition(":")[0] for words in said] == ["370", "371"]
    # 371 has one report more than 370, and each may have one more than is counted
    numbers = [words.rpartition("now ")[2].rstrip(".") for words in said]
    assert [int(number) for number in numbers] == [2, 3]


@pytest.mark.slow
def test_a_rule_is_waived_for_one_authority_or_for_all(place: Region) -> None:
    known = issues(place.home, MARCH).filter(pl.col("rule") == "GEN01")
    of = dict(known.select("authority", "issue").rows())
    assert set(of) == {"370", "371"}
    one = waive(place.home, of["370"], scope="rule", **WHO)
    assert len(one.issues) == 1 and one.subject.endswith(", 370")
    with pytest.raises(DecisionRefused, match="--scope rule"):
        waive(place.home, of["370"], everywhere=True, **WHO)
    both = waive(place.home, of["370"], scope="rule", everywhere=True, **WHO)
    assert len(both.issues) == 2 and both.subject.endswith(", all authorities")
    assert {line.subject for line in listed(place.home)} == {one.subject, both.subject}


@pytest.mark.keeps("SEC-22")
@pytest.mark.slow
def test_a_child_is_found_and_erased_wherever_the_region_has_it_and_never_two_of_one_reference(
    place: Region,
) -> None:
    with pytest.raises(Stopped, match="370, 371"):
        find(place.home, "N2")
    with pytest.raises(Stopped, match="found none such"):
        forget(place.home, "N77", by="A. Person", reason="asked for")
    assert find(place.home, "N7").sources == {"police.missing_report": 1}
    done = forget(place.home, "N7", by="A. Person", reason="asked for")
    assert done.is_done and done.rows == 1
    assert find(place.home, "N2", authority="371").rows == find(place.home, "N2", authority="370").rows > 0


def test_comparators_of_several_authorities_are_those_of_each(tmp_path: Path) -> None:
    groups(tmp_path)
    files = [
        referrals(tmp_path, 2024, (town(2023, "901"), "3000,580,19.3"), (town(2023, "902"), "9,9,10.3")),
        tmp_path / "sn_model_2025_wide.csv",
    ]

    def taken(*codes: str) -> pl.DataFrame:
        folder = tmp_path / "-".join(codes)
        take_statistics(files, authorities=codes, overlay=folder, on=date(2026, 1, 2))
        return pl.read_csv(folder / "comparators.csv", infer_schema=False)

    alone = pl.concat([taken("901"), taken("902")])
    assert taken("901", "902").sort(pl.all()).equals(alone.sort(pl.all())) and not alone.is_empty()


def test_an_authority_whose_folder_has_a_new_name_stays_the_one_that_it_was(tmp_path: Path) -> None:
    """A code that was given anew: without a word about it the same files would be another authority's, and count twice."""
    words = '[region]\ncode = "ZR"\n[[region.authority]]\ncode = "370"\nfolders = ["E0800016"]\n'
    place = Region(tmp_path)
    told = place.settings_file.read_text(encoding="utf-8").partition("[region]")
    rest = told[2].partition("\n\n")[2]
    place.settings_file.write_text(f"{told[0]}{words}\n{rest}", encoding="utf-8")
    (place.inbox / "370").rename(place.inbox / "E0800016")
    chosen = settings(place.settings_file, inbox=place.inbox, home=tmp_path / "home")
    files = dropped(place.inbox, authority="ZR", codes=chosen.codes)
    assert {file.authority for file in files} == {"370", "371"}
    twice = words.replace("E0800016", "370")
    place.settings_file.write_text(f"{told[0]}{twice}\n{rest}", encoding="utf-8")
    with pytest.raises(SettingsNotUnderstood, match="found one twice"):
        settings(place.settings_file)


def test_a_folder_renamed_without_a_word_is_held_and_counts_once(tmp_path: Path) -> None:
    place = Region(tmp_path)
    shutil.rmtree(place.inbox / "371")
    place.look(agencies=["police"])
    once = len([each for each in deliveries(place.home).values() if each.is_usable])
    (place.inbox / "370").rename(place.inbox / "E0800016")
    place._authority = "E0800016"
    place.drop_police("2023-03", MISSING_MARCH[:2])  # a month of which nothing came under the old name
    for _ in range(2):  # and once more, as after a new version of what reads it
        place.look(agencies=["police"])
        found = deliveries(place.home).values()
        held = [each for each in found if each.authority == "E0800016"]
        assert held and {each.verdict for each in held} == {"held"}
        assert {each.moved_from for each in held} == {"370"}
        assert all(
            'write folders = ["E0800016"] under its [[region.authority]]' in each.reason for each in held
        )
        assert len([each for each in found if each.is_usable]) == once
        for path in place.home.rows.glob("*"):
            shutil.rmtree(path)


def test_what_people_say_of_a_renamed_folders_file_does_not_change_where_it_came_from(tmp_path: Path) -> None:
    place = Region(tmp_path)
    shutil.rmtree(place.inbox / "371")
    place.look(agencies=["police"])
    (place.inbox / "370").rename(place.inbox / "E0800016")
    place.look(agencies=["police"])
    held = [each for each in deliveries(place.home).values() if each.verdict == "held"]
    for each in held:
        release(place.home, each.delivery_id, by="A. Person", reason="These are two authorities.")
    for path in place.home.rows.glob("*"):
        shutil.rmtree(path)
    place._authority = "E0800016"
    place.drop_police("2023-03", MISSING_MARCH[:2])
    place.look(agencies=["police"])
    found = [each for each in deliveries(place.home).values() if each.authority == "E0800016"]
    assert len(found) == len(held) + 1
    assert [each.moved_from for each in found if each.verdict == "held"] == []
    assert sorted(each.moved_from for each in found) == ["", *["370"] * len(held)]


def test_two_authorities_that_deliver_the_same_file_are_two(tmp_path: Path) -> None:
    place = Region(tmp_path)
    place._authority = "372"
    place.drop_police("2023-03", MISSING_MARCH[:3])
    place.look(agencies=["police"])
    assert {each.authority for each in deliveries(place.home).values() if each.is_usable} >= {"371", "372"}
