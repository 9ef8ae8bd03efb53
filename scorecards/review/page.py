"""The review as one self-contained page: searched and filtered in the browser, nothing fetched, every word escaped."""

import base64
import json
from functools import cache
from hashlib import sha256
from typing import Any

import polars as pl
from jinja2 import Template
from markupsafe import Markup, escape

from schemas.issue import OPEN, SEVERITIES, STATES
from scorecards.period import day_name
from scorecards.review.content import MARKING, Review, SupplierLine
from scorecards.templating import TEMPLATES, templates

FOLDER = TEMPLATES / "review"
MOST_VALUES = 2_000
"""A column of fewer values than this travels as its values and a number for each row."""

_WIDTH, _HEIGHT, _MARGIN = 120, 28, 4


def review_page(content: Review, *, most_places: int) -> str:
    """The HTML of the review. `most_places` is the number of changed rows of a table beyond which none is listed."""
    script = (FOLDER / "review.js").read_text(encoding="utf-8")
    lists = {
        "issues": issue_list(content),
        "records": record_list(content),
        **({"changed": changed_list(content)} if content.changes else {}),
    }
    return _template().render(
        content=content,
        css=Markup((FOLDER / "review.css").read_text(encoding="utf-8")),
        js=Markup(script),
        script_hash=f"sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}",
        lists={name: json_in_page(data) for name, data in lists.items()},
        options=_options(content),
        marking=MARKING,
        states=STATES,
        severities=SEVERITIES,
        most_places=most_places,
    )


def json_in_page(data: Any) -> Markup:
    """JSON that no supplier's word can end: what a page could take for markup is written by its number."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def issue_list(content: Review) -> dict[str, Any]:
    """The issues as the page's list holds them."""
    titles = {(each.rule, each.source): each.title for each in content.rules}
    asked = content.issues.select("rule", "source").unique()
    named = asked.with_columns(
        pl.Series(
            "title",
            [titles.get((rule, source or ""), "") for rule, source in asked.iter_rows()],
            dtype=pl.String,
        )
    )
    shown = content.issues.join(
        named, on=["rule", "source"], how="left", nulls_equal=True, maintain_order="left"
    ).select(
        "issue",
        "state",
        pl.col("state").replace_strict(STATES, return_dtype=pl.String).alias("state_words"),
        pl.col("agency").fill_null(""),
        pl.col("source").replace_strict(content.tables, default="Across tables").alias("table"),
        "rule",
        "title",
        "severity",
        pl.col("severity").replace_strict(SEVERITIES, return_dtype=pl.String).alias("severity_words"),
        pl.col("record").fill_null(""),
        pl.col("month").fill_null(""),
        pl.col("file").str.head(12).fill_null(""),
        pl.col("place").fill_null(""),
        "message",
        pl.col("remedy").fill_null(""),
        pl.col("indicators").list.join(", ").fill_null(""),
        "mends",
        "first_seen",
        "last_seen",
        "age",
        pl.col("waived_until").cast(pl.String).fill_null("").alias("until"),
        pl.col("reason").fill_null(""),
    )
    return {
        **_columns(shown),
        "open": list(OPEN),
        "search": [
            "issue", "state_words", "table", "rule", "title", "severity_words", "record", "file", "place", "message",
            "indicators", "mends", "reason",
        ],
        "download": [
            "issue", "state_words", "severity_words", "rule", "title", "table", "place", "month", "file", "record",
            "message", "remedy", "indicators", "mends", "first_seen", "last_seen", "age", "until", "reason",
        ],
        "file": f"issues-{content.month}.csv",
    }  # fmt: skip


def record_list(content: Review) -> dict[str, Any]:
    """The records as the page's list holds them."""
    names = ("record", "tables", "count", "rules", "worst", "oldest", "places")
    data = {name: [getattr(each, name) for each in content.records] for name in names}
    data["worst_words"] = [SEVERITIES[each.worst] for each in content.records]
    return {"rows": len(content.records), "columns": data, "search": ["record", "tables", "rules", "places"]}


def changed_list(content: Review) -> dict[str, Any]:
    """The changed rows as the page's list holds them."""
    names = ("table", "what", "record", "month", "place", "columns")
    data = {name: [getattr(each, name) for each in content.changed_rows] for name in names}
    return {
        "rows": len(content.changed_rows),
        "columns": data,
        "search": ["table", "what", "record", "place", "columns"],
    }


def _columns(shown: pl.DataFrame) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for column in shown.iter_columns():
        values = column.unique(maintain_order=True)
        if values.len() < min(MOST_VALUES, shown.height / 2):
            codes = column.replace_strict(values, pl.int_range(values.len(), eager=True))
            columns[column.name] = {"values": values.to_list(), "codes": codes.to_list()}
        else:
            columns[column.name] = column.to_list()
    return {"rows": shown.height, "columns": columns}


def _options(content: Review) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only what there is."""
    issues = content.issues
    there = {name: set(issues[name].drop_nulls()) for name in ("state", "agency", "severity")}
    refs = issues["indicators"].explode().drop_nulls().unique().sort().to_list()
    rules = {each.rule: each.title for each in reversed(content.rules)}
    return {
        "state": [(state, words) for state, words in STATES.items() if state in there["state"]],
        "agency": [(each.agency, each.name) for each in content.suppliers if each.agency in there["agency"]],
        "table": _same(each.table for each in content.rules),
        "severity": [(each, words) for each, words in SEVERITIES.items() if each in there["severity"]],
        "rule": [(rule, f"{rule} {title}") for rule, title in sorted(rules.items())],
        "indicators": [(ref, ref) for ref in refs],
        "changed_table": _same(each.table for each in content.changes),
    }


def _same(values: Any) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values))]


def spark(line: SupplierLine) -> Markup:
    """The scores as a small line, with its words."""
    values = [score for _, score in line.scores]
    if len(values) < 2:
        return Markup("")
    low, high = min(values), max(values)
    bottom = min(low, high - 1)  # one row in a hundred is the least that looks like a fall
    width, height = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    points = [
        (
            _MARGIN + width * place / (len(values) - 1),
            _MARGIN + height * (1 - (value - bottom) / (high - bottom)),
        )
        for place, value in enumerate(values)
    ]
    words = f"Score of {len(values)} extracts, from {values[0]:.2f} to {values[-1]:.2f}; lowest {low:.2f}, highest {high:.2f}"
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup(
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'<polyline points="{drawn}"/><circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3"/></svg>'
    )


def plural(words: str, number: int) -> str:
    """`rows set aside`, `queries`: a severity after its number."""
    if number == 1:
        return words.lower()
    return {
        "Row set aside": "rows set aside",
        "National error": "national errors",
        "Query": "queries",
        "Note": "notes",
    }.get(words, words.lower())


@cache
def _template() -> Template:
    return templates(FOLDER, day_name=day_name, spark=spark, plural=plural).get_template("review.html.j2")
