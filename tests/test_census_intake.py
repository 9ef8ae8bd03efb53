"""A census in the inbox is held against the national rules, and what they find stands among all other issues."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.intake.delivery import deliveries
from pipelines.review import census_rows as asked
from pipelines.review.catalogue import Catalogue
from pipelines.review.found import found
from pipelines.review.issues import issues
from pipelines.settings import ROOT
from pipelines.statutory.census import judged
from schemas.issue import SEVERITIES
from schemas.record import record_key
from scorecards.census_rule import census_rules
from sources.census.reading import census
from sources.census.travelling import as_book, from_book
from sources.mosaic import referral
from tests.made_up_inbox import MARCH, PERSONS, Partnership, csv_bytes, figure, query

CENSUS = """<Message>
<Header><CollectionDetails><Collection>CIN</Collection><Year>2023</Year><ReferenceDate>2023-03-31</ReferenceDate>
</CollectionDetails><Source><LEA>370</LEA></Source></Header>
<Children>
<Child>
<ChildIdentifiers><LAchildID>C1</LAchildID><UPNunknown>UN2</UPNunknown><PersonBirthDate>2015-05-04</PersonBirthDate>
<GenderCurrent>2</GenderCurrent></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>2022-05-01</CINreferralDate><ReferralSource>6</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode><CINclosureDate>2022-06-01</CINclosureDate><ReferralNFA>0</ReferralNFA>
</CINdetails>
</Child>
<Child>
<ChildIdentifiers><LAchildID>C2</LAchildID><UPNunknown>UN2</UPNunknown><PersonBirthDate>2016-05-04</PersonBirthDate>
<GenderCurrent>1</GenderCurrent></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>2022-07-01</CINreferralDate><ReferralSource>6</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA>
<ChildProtectionPlans><CPPstartDate>2022-08-10</CPPstartDate><CPPendDate>2022-08-10</CPPendDate>
<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>
</CINdetails>
</Child>
</Children></Message>
"""
CLOSED_WITHOUT_REASON, PLAN_OF_ONE_DAY = "8805", "8840"


@pytest.fixture
def partnership(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path)
    made.drop("2023-03/mosaic/census.xml", CENSUS.encode())
    made.look(MARCH, ["mosaic"])
    return made


def national(partnership: Partnership) -> pl.DataFrame:
    told = issues(partnership.home, MARCH)
    return told.filter(pl.col("rule").is_in([rule.code for rule in census_rules(ROOT / "sql")]))


def test_the_rules_name_the_records_that_break_them_and_no_others() -> None:
    told = judged(CENSUS.encode()).findings
    whole = told.filter(pl.col("module").is_null())["code"].to_list()
    assert whole == ["2883", "2887Q"]  # a plan and no conference; fewer than eight disability codes
    named = dict(told.select("code", "path").iter_rows())
    assert named[CLOSED_WITHOUT_REASON] == "Child[1]/CINdetails[1]"
    assert named[PLAN_OF_ONE_DAY] == "Child[2]/CINdetails[1]/ChildProtectionPlans[1]"


def test_what_they_find_is_an_issue_with_its_code_and_its_place(partnership: Partnership) -> None:
    told = {row["rule"]: row for row in national(partnership).iter_rows(named=True)}
    assert set(told) == set(judged(CENSUS.encode()).findings["code"])
    one = told[PLAN_OF_ONE_DAY]
    line = 1 + CENSUS[: CENSUS.index("<ChildProtectionPlans>")].count("\n")
    assert one["place"] == f"line {line}, Child[2]/CINdetails[1]/ChildProtectionPlans[1]"
    assert (one["source"], one["severity"], one["state"]) == ("mosaic.cp_plan", "error", "new")
    assert (one["column"], one["month"]) == ("CPPstartDate, CPPendDate", "2023-03")
    assert SEVERITIES[one["severity"]] == "National error"


def test_an_issue_is_of_the_same_record_as_the_row_that_intake_made(partnership: Partnership) -> None:
    home = partnership.home
    (delivery,) = deliveries(home).values()
    rows = pl.read_parquet(home.rows / delivery.folder_name / "mosaic.referral.parquet")
    closed = rows.filter(pl.col("close_date").is_not_null())
    told = found(home, [delivery], MARCH).occurrences.filter(pl.col("rule") == CLOSED_WITHOUT_REASON)
    key = closed.select(record_key(referral.SOURCE.table))
    assert told["record_key"].to_list() == key.to_series().to_list()


def test_an_issue_is_gone_with_the_census_that_mends_it(partnership: Partnership) -> None:
    before = {row["rule"]: row["issue"] for row in national(partnership).iter_rows(named=True)}
    mended = CENSUS.replace("<CPPendDate>2022-08-10</CPPendDate>", "")
    partnership.drop("2023-03/mosaic/again.xml", mended.encode())
    partnership.look(MARCH, ["mosaic"])
    after = {row["rule"]: (row["issue"], row["state"]) for row in national(partnership).iter_rows(named=True)}
    assert after[PLAN_OF_ONE_DAY] == (before[PLAN_OF_ONE_DAY], "fixed")
    assert after[CLOSED_WITHOUT_REASON][0] == before[CLOSED_WITHOUT_REASON]


def test_the_catalogue_has_the_words_of_the_national_rules(partnership: Partnership) -> None:
    catalogue = Catalogue(partnership.home.settings.overlay)
    one = catalogue.entry(PLAN_OF_ONE_DAY, "mosaic.cp_plan")
    assert (one.title, one.is_national) == ("A child protection plan of more than a day", True)
    assert not any(each.is_national for each in catalogue.entries())
    assert [each.code for each in catalogue.national_entries({"8840"})] == ["8840"]


def test_no_rule_is_held_where_no_census_came(tmp_path: Path, monkeypatch: Any) -> None:
    made = Partnership(tmp_path)
    made.drop("2023-03/mosaic/persons.csv", csv_bytes(PERSONS))
    made.look(MARCH, ["mosaic"])
    monkeypatch.setattr(asked, "_made", None)
    (delivery,) = deliveries(made.home).values()
    assert asked.census_rows(made.home, delivery) is None
    assert not national(made).height


def test_its_headlines_are_counted_and_what_it_never_says_is_no_nought(partnership: Partnership) -> None:
    build = partnership.refresh(MARCH)
    assert figure(build, "CN01", "month:2023-03")[0] == 1
    for ref in ("AS05", "SP10P"):
        assert figure(build, ref, "month:2023-03")[3] == "not_supplied"
    told = "select distinct breakdown from scorecard.value where indicator in ('CN01', 'AS01')"
    # who is looked after, where children live and which team it was stands in no census
    assert query(build, told + " order by 1") == [("",), ("age_band",)]


def test_a_census_travels_whole() -> None:
    read, came = census(CENSUS.encode()), from_book(as_book(CENSUS.encode()))
    assert (came.header, came.unknown) == (read.header, read.unknown)
    for name, table in read.tables.items():
        assert came.tables[name].select(table.columns).equals(table)
