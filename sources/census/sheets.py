"""A census as the sheets of the case system's reports, so that one way leads from either to the same tables.

The census has no references below the child. They are made from what a record is known by: the child, the day of
the referral, the day that the record is about, and where two records share these, their order.
"""

from dataclasses import dataclass

import polars as pl

from schemas.table import TableModel, columns
from sources.catalogue import sources
from sources.census.reading import Census, census
from sources.sheet import Grid

_FIRST_YEAR_OF_PLANS = "2022"
"""The collection year whose schema first has child in need plans; before it none is "not supplied", not zero."""
_TITLES = {
    "mosaic.person": "ChildIdentifiers",
    "mosaic.disability": "Disabilities",
    "mosaic.referral": "CINdetails",
    "mosaic.assessment": "Assessments",
    "mosaic.assessment_factor": "FactorsIdentifiedAtAssessment",
    "mosaic.section_47": "Section47",
    "mosaic.conference": "DateOfInitialCPC",
    "mosaic.cin_plan": "CINPlanDates",
    "mosaic.cp_plan": "ChildProtectionPlans",
    "mosaic.cp_review": "Reviews",
}


_KEYS = {
    "child": ("mosaic.person", "child_id"),
    "disabilities": ("mosaic.disability", "disability_id"),
    "episode": ("mosaic.referral", "referral_id"),
    "assessment": ("mosaic.assessment", "assessment_id"),
    "factor": ("mosaic.assessment_factor", "factor_row_id"),
    "cin_plan": ("mosaic.cin_plan", "plan_id"),
    "section_47": ("mosaic.section_47", "enquiry_id"),
    "cp_plan": ("mosaic.cp_plan", "plan_id"),
    "review": ("mosaic.cp_review", "review_id"),
}


@dataclass(frozen=True, kw_only=True)
class References:
    """What a module's records became: the table, its key column, and the reference of each record by its number."""

    source: str
    column: str
    ids: pl.Series


def references(read: Census) -> dict[str, References]:
    """The references of every module's records, as they stand in the case system's tables."""
    tables = _tables(read)
    found = {}
    for module, (source, column) in _KEYS.items():
        ids = tables[source if module != "factor" else "mosaic.assessment"]
        name = column if module != "factor" else "assessment_id"
        series = ids[name].alias(column)
        if module == "factor":  # one row an assessment holds all of its factors
            series = series.gather(read.tables["factor"]["assessment"])
        found[module] = References(source=source, column=column, ids=series)
    return found


def sheets(data: bytes) -> list[Grid]:
    """One grid a table of the case system that the census can fill. Raises NotACensus."""
    read = census(data)
    found = _tables(read)
    if read.header["Year"] < _FIRST_YEAR_OF_PLANS and not found["mosaic.cin_plan"].height:
        del found["mosaic.cin_plan"]
    models = {source.name: source.table for source in sources("mosaic")}
    return [
        _grid(number, name, models[name], table)
        for number, (name, table) in enumerate(found.items(), start=1)
    ]


def _tables(read: Census) -> dict[str, pl.DataFrame]:
    """The case system's columns, as text, for each of its tables; `line` is the file's."""
    child = read.tables["child"].with_columns(child_id=pl.col("LAchildID"))
    known = child.select("child", "child_id")
    episode = _with_reference(
        read.tables["episode"].join(known, on="child", how="left", maintain_order="left"),
        "referral_id",
        "child_id",
        "CINreferralDate",
    )
    parts = episode.select("episode", "child_id", "referral_id")

    def of_episode(module: str, mark: str, day: str) -> pl.DataFrame:
        table = read.tables[module].join(parts, on="episode", how="left", maintain_order="left")
        return _with_reference(table, f"{module}_id", "referral_id", pl.lit(mark), day)

    assessment = of_episode("assessment", "A", "AssessmentActualStartDate")
    enquiry = of_episode("section_47", "S", "S47ActualStartDate")
    cin_plan = of_episode("cin_plan", "N", "CINPlanStartDate")
    cp_plan = of_episode("cp_plan", "P", "CPPstartDate")
    review = _with_reference(
        read.tables["review"].join(
            cp_plan.select("cp_plan", "cp_plan_id", "child_id"),
            on="cp_plan",
            how="left",
            maintain_order="left",
        ),
        "review_id",
        "cp_plan_id",
        "CPPreviewDate",
    )
    disability = _with_reference(
        read.tables["disabilities"].join(known, on="child", how="left", maintain_order="left"),
        "disability_id",
        "child_id",
        "Disability",
    )
    factor = (
        read.tables["factor"]
        .join(
            assessment.select("assessment", "assessment_id"),
            on="assessment",
            how="left",
            maintain_order="left",
        )
        .group_by("assessment_id", maintain_order=True)
        .agg(pl.col("AssessmentFactors").str.join(","), pl.col("line").first())
    )
    return {
        "mosaic.person": child.select(
            "line",
            "child_id",
            sex=pl.coalesce("Sex", "GenderCurrent"),
            ethnicity_code="Ethnicity",
            birth_date="PersonBirthDate",
            expected_birth_date="ExpectedPersonBirthDate",
            death_date="PersonDeathDate",
            upn_unknown_code="UPNunknown",
        ),
        "mosaic.disability": disability.select(
            "line", "disability_id", "child_id", disability_code="Disability"
        ),
        "mosaic.referral": episode.select(
            "line",
            "referral_id",
            "child_id",
            referral_date="CINreferralDate",
            primary_need_code="PrimaryNeedCode",
            source_code="ReferralSource",
            is_nfa="ReferralNFA",
            close_reason_code="ReasonForClosure",
            close_date="CINclosureDate",
        ),
        "mosaic.assessment": assessment.select(
            "line",
            "assessment_id",
            "child_id",
            "referral_id",
            start_date="AssessmentActualStartDate",
            authorised_date="AssessmentAuthorisationDate",
        ),
        "mosaic.assessment_factor": factor.select(
            "line", "assessment_id", factor_row_id="assessment_id", factor_codes="AssessmentFactors"
        ),
        "mosaic.section_47": enquiry.select(
            "line",
            "referral_id",
            "child_id",
            enquiry_id="section_47_id",
            start_date="S47ActualStartDate",
            is_nfa="ICPCnotRequired",
        ),
        "mosaic.conference": _conferences(episode, enquiry),
        "mosaic.cin_plan": cin_plan.select(
            "line",
            "referral_id",
            "child_id",
            plan_id="cin_plan_id",
            start_date="CINPlanStartDate",
            end_date="CINPlanEndDate",
        ),
        "mosaic.cp_plan": cp_plan.select(
            "line",
            "referral_id",
            "child_id",
            plan_id="cp_plan_id",
            start_date="CPPstartDate",
            end_date="CPPendDate",
            initial_category_code="InitialCategoryOfAbuse",
            latest_category_code="LatestCategoryOfAbuse",
            previous_plan_count="NumberOfPreviousCPP",
        ),
        "mosaic.cp_review": review.select(
            "line", "review_id", "child_id", plan_id="cp_plan_id", review_date="CPPreviewDate"
        ),
    }


def _conferences(episode: pl.DataFrame, enquiry: pl.DataFrame) -> pl.DataFrame:
    """A conference within an enquiry is the enquiry's; one beside the enquiries is of a child who moved in with a plan."""
    common = ("line", "child_id", "referral_id")
    of_enquiry = enquiry.filter(pl.col("DateOfInitialCPC").is_not_null()).select(
        *common,
        conference_id=pl.col("section_47_id") + "|C",
        enquiry_id="section_47_id",
        is_transfer_in=pl.lit("N"),
        target_date="InitialCPCtarget",
        conference_date="DateOfInitialCPC",
    )
    moved_in = episode.filter(pl.col("DateOfInitialCPC").is_not_null()).select(
        *common,
        conference_id=pl.col("referral_id") + "|T",
        enquiry_id=pl.lit(None, pl.String),
        is_transfer_in=pl.lit("Y"),
        target_date=pl.lit(None, pl.String),
        conference_date="DateOfInitialCPC",
    )
    return pl.concat([of_enquiry, moved_in]).sort("line", maintain_order=True)


def _with_reference(table: pl.DataFrame, name: str, *parts: str | pl.Expr) -> pl.DataFrame:
    """The table with a reference made of the parts; the second record of the same parts is told by its place."""
    text = pl.concat_str(
        [pl.col(part).fill_null("") if isinstance(part, str) else part for part in parts], separator="|"
    )
    place = pl.int_range(1, pl.len() + 1).over(name)
    numbered = table.with_columns(text.alias(name)).with_columns(place.alias("place"))
    again = pl.col(name) + "|" + pl.col("place").cast(pl.String)
    return numbered.with_columns(pl.when(pl.col("place") > 1).then(again).otherwise(name).alias(name)).drop(
        "place"
    )


def _grid(number: int, name: str, model: TableModel, table: pl.DataFrame) -> Grid:
    headings = {column: said.headings[0] for column, said in columns(model).items() if said.headings}
    held = [column for column in headings if column in table.columns]
    header = pl.DataFrame({column: [headings[column]] for column in held})
    cells = pl.concat([header, table.select(held).fill_null("")])
    return Grid(
        number=number,
        title=_TITLES[name],
        source=name,
        cells=cells,
        row_numbers=pl.concat([pl.Series([0], dtype=pl.Int32), table["line"]]),
        column_numbers=list(range(1, len(held) + 1)),
    )
