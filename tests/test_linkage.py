"""Who is linked between agencies, and who never is; what leaves the vault, and what never does."""

import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import vault
from pipelines.linkage import LINKS, NAME_AND_DATE, OTHERS, PEOPLE, SHARED_IDENTIFIER, Known, known, links
from pipelines.settings import SettingsNotUnderstood
from pipelines.vault import LinkageOff, known_to_social_care
from tests.made_up_inbox import MARCH, MISSING, MOSAIC, PERSONS, Partnership, workbook_bytes


def people(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PEOPLE, orient="row")


def others(*rows: tuple[str, str | None, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame([("police", *row) for row in rows], schema=OTHERS, orient="row")


def linked(known_people: pl.DataFrame, asked: pl.DataFrame) -> list[tuple[str, str, str]]:
    found = links(known_people, asked)
    assert found.schema == LINKS
    return found.select("person", "child_id", "rung").rows()


ADA_AND_BEN = people(("A", "9990000018", "ada|2010"), ("B", None, "ben|2010"))


def test_the_ladder() -> None:
    asked = others(
        ("1", "A", None, None),
        ("2", None, "9990000018", "somebody else|2010"),
        ("3", None, None, "ben|2010"),
        ("4", None, None, "cy|2010"),
        ("5", None, None, None),
    )
    assert linked(ADA_AND_BEN, asked) == [
        ("1", "A", SHARED_IDENTIFIER),
        ("2", "A", SHARED_IDENTIFIER),
        ("3", "B", NAME_AND_DATE),
    ]


def test_an_identifier_that_nobody_has_names_somebody_else() -> None:
    assert (
        linked(ADA_AND_BEN, others(("1", "Z", None, "ada|2010"), ("2", None, "9990000999", "ada|2010"))) == []
    )


def test_what_two_have_links_nobody() -> None:
    two_children = people(("A", "9", "jo|2010"), ("B", "9", "jo|2010"))
    assert linked(two_children, others(("1", None, "9", None), ("2", None, None, "jo|2010"))) == []
    assert linked(ADA_AND_BEN, others(("1", None, None, "ada|2010"), ("2", None, None, "ada|2010"))) == []


def test_rows_of_one_person_that_say_several_children_link_nobody() -> None:
    assert linked(ADA_AND_BEN, others(("1", "A", None, None), ("1", "B", None, None))) == []
    # one row that quotes an identifier is enough for another that quotes none
    assert linked(ADA_AND_BEN, others(("1", "A", None, None), ("1", None, None, "ben|2010"))) == [
        ("1", "A", SHARED_IDENTIFIER)
    ]


FORENAMES = st.sampled_from(["Ada", "Áda", "ben", "Cy", ""])
SURNAMES = st.sampled_from(["Example", "EXAMPLE ", "Sample", "O'Hara", ""])
DAYS = st.sampled_from(["2010-05-01", "2010-05-02"])
NAMED = st.tuples(FORENAMES, SURNAMES, DAYS)
IDS = st.one_of(st.none(), st.sampled_from(["A", "B", "C"]))


def key(named: tuple[str, str, str]) -> str | None:
    return vault._canonical(*named)


@given(
    st.lists(NAMED, max_size=6),
    st.lists(st.tuples(IDS, IDS, NAMED), max_size=8),
    st.randoms(use_true_random=False),
)
def test_order_changes_nothing(social_care, asked, random) -> None:  # type: ignore[no-untyped-def]
    known_rows = [(str(place), None, key(named)) for place, named in enumerate(social_care)]
    asked_rows = [
        (f"P{place % 5}", child, nhs, key(named)) for place, (child, nhs, named) in enumerate(asked)
    ]
    first = linked(people(*known_rows), others(*asked_rows))
    random.shuffle(known_rows)
    random.shuffle(asked_rows)
    again = linked(people(*known_rows), others(*asked_rows))
    assert first == again
    assert len({person for person, _, _ in first}) == len(first)


@given(SURNAMES, DAYS, st.lists(FORENAMES, min_size=2, max_size=2, unique_by=vault._letters))
def test_twins_are_never_linked_by_surname_and_date(surname: str, day: str, forenames: list[str]) -> None:
    first, second = ((name, surname, day) for name in forenames)
    found = linked(people(("A", None, key(first))), others(("1", None, None, key(second))))
    assert found == []


def test_names_are_alike_without_accents_case_and_marks() -> None:
    assert key(("Zoë", "O'Hara-Smith", "2010-05-01")) == key(("ZOE", "ohara smith", "2010-05-01"))
    assert key(("", "Example", "2010-05-01")) is None
    assert key(("Ada", "--", "2010-05-01")) is None


@pytest.mark.parametrize(
    ("count", "rungs", "words"),
    [
        (340, (204, 17), "police: about 340 people; known to social care about 60% by shared identifier, 65% with exact name and "
                         "date of birth; about 35% not matched."),
        (100, (60, 0), "police: about 100 people; known to social care about 60%; about 40% not matched."),
        (100, (60, 3), "police: too few people to say how many are known to social care."),
        (100, (60, 37), "police: too few people to say how many are known to social care."),
        (4, (4, 0), "police: too few people to say how many are known to social care."),
        (0, (0, 0), "police: too few people to say how many are known to social care."),
    ],
)  # fmt: skip
def test_only_bands_are_said(count: int, rungs: tuple[int, int], words: str) -> None:
    made = Known(
        source="police",
        people=count,
        by_rung=dict(zip((SHARED_IDENTIFIER, NAME_AND_DATE), rungs, strict=True)),
    )
    assert made.words == words


def test_each_person_of_a_source_counts_once() -> None:
    asked = others(("1", "A", None, None), ("1", None, None, None), ("2", None, None, None))
    [found] = known(links(ADA_AND_BEN, asked), asked)
    assert (found.people, found.by_rung) == (2, {SHARED_IDENTIFIER: 1, NAME_AND_DATE: 0})


LINKAGE = '[linkage]\nlawful_basis = "Children Act 2004, section 10"\nagreement = "Agreement 7"\n'
NAMED_MISSING = [
    [*MISSING[0], "Forename", "Surname"],
    [
        "M1",
        "N1",
        "0012",
        "01/05/2010",
        "F",
        "03/03/2023 20:15",
        "",
        "Medium",
        "Home",
        "",
        "",
        "Someone",
        "Else",
    ],
    ["M2", "N2", "", "02/06/2012", "M", "04/03/2023 22:00", "", "High", "Home", "", "", "BEN", "Example"],
    ["M3", "N3", "", "02/06/2012", "M", "05/03/2023 22:00", "", "High", "Home", "", "", "Bert", "Example"],
]


def test_it_is_off_unless_somebody_answers_for_it(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    with pytest.raises(LinkageOff, match="lawful_basis and agreement"):
        known_to_social_care(place.home, MARCH)
    place.settings_file.write_text(place.settings_file.read_text() + LINKAGE.replace("Agreement 7", ""))
    with pytest.raises(SettingsNotUnderstood, match="linkage"):
        _ = place.home


def test_the_vault_holds_no_name_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Partnership(tmp_path, more_settings=LINKAGE)
    assert PERSONS[2][1] == "Ben"
    place.drop_mosaic("2023-03", MOSAIC)
    place.drop("2023-03/police/a.xlsx", workbook_bytes({"Missing": NAMED_MISSING}))
    place.look()
    seen: dict[str, object] = {}

    def looked(known_people: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
        file = place.home.folder / "restricted" / "vault" / "linkage.duckdb"
        seen["mode"] = stat.S_IMODE(file.stat().st_mode)
        seen["folder"] = stat.S_IMODE(file.parent.stat().st_mode)
        held = str(known_people.rows()) + str(asked.rows()) + file.read_bytes().decode("latin-1").casefold()
        seen["names"] = [name for name in ("example", "bert", "2012-06-02") if name in held.casefold()]
        return links(known_people, asked)

    monkeypatch.setattr(vault, "links", looked)
    [found] = [
        each for each in known_to_social_care(place.home, MARCH) if each.source == "police.missing_report"
    ]
    # N1 quotes a number; N2 is Ben by name and date; N3, who shares surname and date with Ben, is nobody
    assert (found.people, found.by_rung) == (3, {SHARED_IDENTIFIER: 1, NAME_AND_DATE: 1})
    assert seen == {"mode": 0o600, "folder": 0o700, "names": []}
    assert list((place.home.folder / "restricted" / "vault").iterdir()) == []
