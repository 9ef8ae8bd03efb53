"""The whole review of one census return by itself: its page and its workbook, and the list of what was found."""

from datetime import date
from pathlib import Path

import polars as pl

from pipelines.files import write_whole
from pipelines.settings import ROOT
from pipelines.statutory.census import Judged
from schemas.issue import ISSUES, no_issues, placed
from scorecards.census_rule import census_rules, title_of
from scorecards.period import Month
from scorecards.review.content import CatalogueLine, RecordLine, Review, RuleLine, SupplierLine
from scorecards.review.page import review_page
from scorecards.review.workbook import review_workbook

_AGENCY, _NAME = "census", "Children in need census"


def write_census_review(
    judged: Judged, folder: Path, *, partnership_name: str, year: int, digest: str
) -> list[Path]:
    """Write page, workbook and list into `folder`; `digest` is the hash of the return. Returns their paths."""
    content = census_review(judged, partnership_name=partnership_name, year=year, digest=digest)
    listed = judged.findings.write_csv().encode()
    files = {
        f"Census review {year}.html": review_page(content, most_places=0).encode(),
        f"Census review {year}.xlsx": review_workbook(content),
        f"Census findings {year}.csv": listed,
    }
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]


def census_review(judged: Judged, *, partnership_name: str, year: int, digest: str) -> Review:
    """The review of a return for the year to 31 March `year`."""
    issues = _issues(judged.findings, year, digest)
    errors = int((issues["severity"] == "error").sum())
    queries = issues.height - errors
    blocks = [f"{errors:,} errors stand in the way of sending the return."] if errors else []
    blocks += [f"Rule {code} could not be run." for code in judged.not_run]
    warnings = [f"{queries:,} queries have to be answered or mended."] if queries else []
    warnings += [
        f"{count:,} elements {path} are not in the schema and were passed over."
        for path, count in judged.unknown.items()
    ]
    return Review(
        partnership_name=partnership_name,
        month=Month.parse(f"{year}-03"),
        build_id=digest[:12],
        is_made_up=False,
        blocks=tuple(blocks),
        warnings=tuple(warnings),
        suppliers=(_supplier(judged, issues),),
        rules=_rule_lines(issues),
        issues=issues,
        records=_record_lines(issues),
        changes=(),
        changed_rows=(),
        restated=(),
        decisions=(),
        catalogue=_catalogue(issues),
        tables={_AGENCY: _NAME},
    )


def _issues(findings: pl.DataFrame, year: int, digest: str) -> pl.DataFrame:
    if findings.is_empty():
        return no_issues()
    month = f"{year}-03"
    key = pl.concat_str(["code", pl.col("path").fill_null("")], separator="|").hash(seed=0).cast(pl.String)
    record = pl.col("path").str.extract(r"^(Child\[\d+\])").fill_null("the whole return")
    made = findings.select(
        issue=key,
        state=pl.lit("new"),
        authority=pl.lit(""),
        agency=pl.lit(_AGENCY),
        source=pl.col("module").fill_null("The whole return"),
        rule="code",
        severity="severity",
        record=record,
        delivery_id=pl.lit(digest[:16]),
        month=pl.lit(month),
        file=pl.lit(digest),
        sheet=pl.lit(None, pl.String),
        sheet_number=pl.lit(1, pl.Int32),
        row_number="line",
        column_number=pl.lit(None, pl.Int32),
        column="fields",
        path="path",
        message="message",
        why=pl.lit("The national collection asks for it."),
        remedy="remedy",
        indicators=pl.lit([], pl.List(pl.String)),
        mends=pl.lit("Whoever sends the return"),
        first_seen=pl.lit(month),
        last_seen=pl.lit(month),
        age=pl.lit(0, pl.Int32),
        waived_until=pl.lit(None, pl.Date),
        reason=pl.lit(None, pl.String),
    )
    return placed(made).select(pl.col(name).cast(kind) for name, kind in ISSUES.items())


def _supplier(judged: Judged, issues: pl.DataFrame) -> SupplierLine:
    children = judged.records["Child"]
    wrong = issues.filter(pl.col("severity") == "error")["record"].n_unique()
    rows = sum(judged.records.values())
    errors = int((issues["severity"] == "error").sum())
    score = 100 * (1 - wrong / children) if children else 0.0
    common = issues.group_by("rule").len().sort("len", "rule", descending=[True, False]).head(3)
    return SupplierLine(
        agency=_AGENCY,
        name=_NAME,
        state=f"{children:,} children",
        received=1,
        expected=1,
        rows=rows,
        set_aside=0,
        errors_per_1000=1000 * errors / rows if rows else None,
        scores=((str(issues["month"][0]) if issues.height else "2000-01", score),),
        open=issues.height,
        new=issues.height,
        oldest=0,
        top_rules=tuple(f"{rule} ({count:,})" for rule, count in common.iter_rows()),
    )


def _rule_lines(issues: pl.DataFrame) -> tuple[RuleLine, ...]:
    grouped = issues.group_by("rule", "source", "severity", "message", "remedy", maintain_order=True).agg(
        pl.len().alias("now"), pl.col("place").first()
    )
    return tuple(
        RuleLine(
            rule=row["rule"],
            source=row["source"],
            table=row["source"],
            severity=row["severity"],
            title=title_of(row["message"]),
            message=row["message"],
            remedy=row["remedy"],
            now=row["now"],
            before=0,
            new=row["now"],
            fixed=0,
            waived=0,
            first_seen="",
            example=row["place"],
            indicators=(),
            effects=(),
        )
        for row in grouped.sort("now", "rule", descending=[True, False]).iter_rows(named=True)
    )


def _record_lines(issues: pl.DataFrame) -> tuple[RecordLine, ...]:
    grouped = (
        issues.group_by("record")
        .agg(
            pl.col("source").unique().sort().str.join(", ").alias("tables"),
            pl.len().alias("count"),
            pl.col("rule").unique().sort().str.join(", ").alias("rules"),
            (pl.col("severity") == "error").any().alias("is_error"),
            pl.col("place").head(3).str.join("; ").alias("places"),
        )
        .sort("count", "record", descending=[True, False])
    )
    return tuple(
        RecordLine(
            record=row["record"],
            tables=row["tables"],
            count=row["count"],
            rules=row["rules"],
            worst="error" if row["is_error"] else "query",
            oldest=0,
            places=row["places"],
        )
        for row in grouped.iter_rows(named=True)
    )


def _catalogue(issues: pl.DataFrame) -> tuple[CatalogueLine, ...]:
    found = dict(issues.group_by("rule").len().iter_rows())
    return tuple(
        CatalogueLine(
            rule=rule.code,
            where=", ".join(rule.fields),
            severity=rule.severity,
            title=rule.title,
            message=rule.message,
            why=rule.why,
            remedy=rule.remedy,
            indicators="",
            open=int(found.get(rule.code, 0)),
        )
        for rule in census_rules(ROOT / "sql")
    )


def year_of(judged: Judged) -> int:
    """The collection year of a return; this year where its header names none."""
    return int(judged.year) if judged.year.isdigit() else date.today().year
