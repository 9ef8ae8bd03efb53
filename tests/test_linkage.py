"""Who is linked between agencies, and who never is; what leaves the vault, and what never does."""

import stat
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.chosen.sharing import LINKAGE_RUNGS
from pipelines.linkage import vault
from pipelines.linkage.name_keys import keyed, letters, sound
from pipelines.linkage.probable import probable
from pipelines.linkage.rungs import (
    LINKS,
    NAME_AND_DATE,
    NEAR_NAME,
    OTHERS,
    PEOPLE,
    PROBABLE,
    SHARED_IDENTIFIER,
    UP_TO,
    Known,
    Rung,
    known,
    ladder,
    links,
    near,
)
from pipelines.linkage.vault import LinkageOff, known_to_social_care
from pipelines.settings import SettingsNotUnderstood
from sources.pseudonym import Pseudonyms
from tests.made_up_inbox import MARCH, MISSING, MOSAIC, PERSONS, Partnership, workbook_bytes

KEY = Pseudonyms(key=b"k" * 32, authority="370")


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
    return keyed(KEY, [named])["name_key"].item()


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


@given(SURNAMES, DAYS, st.lists(FORENAMES, min_size=2, max_size=2, unique_by=letters))
def test_twins_are_never_linked_by_surname_and_date(surname: str, day: str, forenames: list[str]) -> None:
    first, second = ((name, surname, day) for name in forenames)
    found = linked(people(("A", None, key(first))), others(("1", None, None, key(second))))
    assert found == []


def test_names_are_alike_without_accents_case_and_marks() -> None:
    assert key(("Zoë", "O'Hara-Smith", "2010-05-01")) == key(("ZOE", "ohara smith", "2010-05-01"))
    assert key(("", "Example", "2010-05-01")) is None
    assert key(("Ada", "--", "2010-05-01")) is None


def test_how_a_name_sounds() -> None:
    # the published examples of the American Soundex
    told = {
        "robert": "R163", "rupert": "R163", "rubin": "R150", "ashcraft": "A261", "tymczak": "T522", "pfister": "P236",
        "honeyman": "H555", "lee": "L000",
    }  # fmt: skip
    assert {name: sound(name).upper() for name in told} == told


NamedChild = tuple[str, str, str, str, str]
FAR: list[NamedChild] = [
    (
        f"Z{place}",
        f"Zed{'aeiou'[place % 5]}x",
        f"Zz{'bdlmr'[place // 5]}oq",
        f"20{place % 9 + 10}-01-{place + 1:02}",
        "F",
    )
    for place in range(25)
]
CHILDREN: list[NamedChild] = [
    ("A", "Stephen", "Example", "2010-05-01", "M"),
    ("B", "Ada", "Sample", "2011-06-02", "F"),
    ("C", "Ben", "Sample", "2011-06-02", "M"),
    ("D", "Katherine", "O'Hara", "2012-07-03", "F"),
    *FAR,
]  # fmt: skip


def named_rows(columns: dict[str, object], rows: list[NamedChild], whose: str) -> pl.DataFrame:
    blank = {name: None for name in columns if name not in ("source", "person", "child_id", "name_key")}
    ids = pl.DataFrame([{**blank, whose: row[0], "sex": row[4]} for row in rows]).cast(pl.String)
    found = ids.hstack(keyed(KEY, [row[1:4] for row in rows]))
    return (
        found.with_columns(source=pl.lit("police"), child_id=pl.lit(None, pl.String))
        if whose == "person"
        else found
    )


def climbed(*asked: NamedChild, further: bool = True) -> dict[str, tuple[str, str]]:
    rows = named_rows(OTHERS, list(asked), "person")
    found = ladder(
        named_rows(PEOPLE, CHILDREN, "child_id"),
        rows,
        {NEAR_NAME: near, PROBABLE: probable} if further else {},
    )
    assert found.schema == LINKS
    return {person: (child, rung) for _, person, child, rung in found.rows()}


def test_the_further_rungs() -> None:
    asked = [
        ("1", "Steven", "Example", "2010-05-01", "M"),  # sounds alike
        ("2", "Stephen", "Exampel", "2010-05-01", "M"),  # a surname with two letters changed
        ("3", "Stephen", "Example", "2010-01-05", "M"),  # day and month changed: not certain enough
        ("4", "Katherine", "OHara", "2012-07-08", "F"),  # another day of the month, else alike
        ("5", "Mark", "Example", "2010-05-01", "M"),  # a twin of whom social care knows nothing
        ("6", "Adah", "Sample", "2011-06-02", "F"),  # sounds like one of two twins
    ]
    assert climbed(*asked[:1]) == {"1": ("A", NEAR_NAME)}
    assert climbed(asked[1]) == {"2": ("A", PROBABLE)}
    assert climbed(*asked, further=False) == {}
    assert climbed(asked[3]) == {"4": ("D", PROBABLE)}
    assert {"3", "5", "6"}.isdisjoint(climbed(*asked))


def test_who_quotes_an_identifier_is_not_looked_for_further() -> None:
    rows = named_rows(OTHERS, [("1", "Steven", "Example", "2010-05-01", "M")], "person")
    quoted = rows.with_columns(nhs_id=pl.lit("9990000999"))
    assert ladder(named_rows(PEOPLE, CHILDREN, "child_id"), quoted, {NEAR_NAME: near}).is_empty()


@given(st.data())
def test_no_rung_links_twins_by_surname_and_date(data) -> None:  # type: ignore[no-untyped-def]
    first, second = data.draw(
        st.lists(st.sampled_from(["Ada", "Ben", "Cy", "Dora", "Effie"]), min_size=2, max_size=2, unique=True)
    )
    born = data.draw(st.dates(min_value=date(2008, 1, 1), max_value=date(2022, 12, 31)))
    social_care = [("A", first, "Example", str(born), "F"), *FAR]
    rows = named_rows(OTHERS, [("1", second, "Example", str(born), "F")], "person")
    known_people = named_rows(PEOPLE, social_care, "child_id")
    assert ladder(known_people, rows, {NEAR_NAME: near}).is_empty()


@pytest.mark.parametrize(("first", "second"), [("Ada", "Ben"), ("Jon", "Mark")])
def test_the_model_links_no_twins_either(first: str, second: str) -> None:
    rows = named_rows(OTHERS, [("1", second, "Example", "2015-05-01", "F")], "person")
    known_people = named_rows(PEOPLE, [("A", first, "Example", "2015-05-01", "F"), *FAR], "child_id")
    assert ladder(known_people, rows, {PROBABLE: probable}).is_empty()


def test_the_settings_name_the_rungs() -> None:
    assert tuple(UP_TO) == LINKAGE_RUNGS and set(vault.FURTHER) == set(UP_TO["probable"]) - set(
        UP_TO["exact"]
    )


def test_further_rungs_are_bands_too() -> None:
    made = Known(
        source="police",
        people=340,
        by_rung={SHARED_IDENTIFIER: 204, NAME_AND_DATE: 17, NEAR_NAME: 0, PROBABLE: 18},
    )
    assert made.words == (
        "police: about 340 people; known to social care about 60% by shared identifier, 65% with exact name and date of "
        "birth, 70% with a probabilistic model; about 30% not matched."
    )


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

    def looked(known_people: pl.DataFrame, asked: pl.DataFrame, further: dict[str, Rung]) -> pl.DataFrame:
        file = place.home.folder / "restricted" / "vault" / "linkage.duckdb"
        seen["mode"] = stat.S_IMODE(file.stat().st_mode)
        seen["folder"] = stat.S_IMODE(file.parent.stat().st_mode)
        held = str(known_people.rows()) + str(asked.rows()) + file.read_bytes().decode("latin-1").casefold()
        seen["names"] = [name for name in ("example", "bert", "2012-06-02") if name in held.casefold()]
        return ladder(known_people, asked, further)

    monkeypatch.setattr(vault, "ladder", looked)
    [found] = [
        each for each in known_to_social_care(place.home, MARCH) if each.source == "police.missing_report"
    ]
    # N1 quotes a number; N2 is Ben by name and date; N3, who shares surname and date with Ben, is nobody
    assert (found.people, found.by_rung) == (3, {SHARED_IDENTIFIER: 1, NAME_AND_DATE: 1})
    assert seen == {"mode": 0o600, "folder": 0o700, "names": []}
    assert list((place.home.folder / "restricted" / "vault").iterdir()) == []
