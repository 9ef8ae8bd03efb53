"""The verdicts on a month's deliveries as one self-contained page: ours, because Great Expectations' own asks the
network for its style and script."""

from itertools import groupby
from typing import Any

from scorecards.templating import TEMPLATES, templates


def expectation_page(month: str, verdicts: list[dict[str, Any]], names: dict[str, str]) -> str:
    """The HTML of the verdicts on `month`, named as people name it. A verdict says source, measure, column, found, rows,
    at_least, at_most, passed and expectation; `names` are the agencies' by their keys."""
    lines = [
        _line(each, names) for each in sorted(verdicts, key=lambda each: (each["source"], each["measure"]))
    ]
    missed = [line for line in lines if not line["passed"]]
    answer = (
        f"{len(missed)} of {len(lines)} expectations were not met."
        if missed
        else f"Yes: every one of {len(lines)} expectations was met."
    )
    page = templates(TEMPLATES).get_template("expectations.html.j2")
    return page.render(
        month=month,
        answer=answer,
        missed=missed,
        agencies=[(agency, list(group)) for agency, group in groupby(lines, key=lambda line: line["agency"])],
    )


def _line(verdict: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    agency, _, table = verdict["source"].partition(".")
    table = table.replace("_", " ")
    column = f" ({verdict['column']})" if verdict["column"] else ""
    found = f"{verdict['found']:g}"
    words = verdict["expectation"].replace("{found}", f"{found}{column}").replace("{tables}", table)
    return {
        "agency": names.get(agency, agency),
        "table": table,
        "measure": f"{verdict['measure']}{column}",
        "limits": _limits(verdict["at_least"], verdict["at_most"]),
        "found": found,
        "rows": f"{verdict['rows']:,}",
        "passed": verdict["passed"],
        "words": words,
    }


def _limits(at_least: float | None, at_most: float | None) -> str:
    if at_least is None:
        return f"at most {at_most:g}"
    return f"at least {at_least:g}" if at_most is None else f"{at_least:g} to {at_most:g}"
