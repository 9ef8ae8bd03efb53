"""The page on indicators, written from the indicators themselves: `python -m scorecards.documentation`.

After a definition or a query was changed, say what changed: `python -m scorecards.documentation --change "…"`.
"""

import argparse
from datetime import date
from itertools import groupby
from pathlib import Path

from scorecards.catalogue import catalogue
from scorecards.core_table import core_tables
from scorecards.definition_history import Version, add_versions, changed, history
from scorecards.indicator import Indicator, indicators
from scorecards.sensitivity import sensitivities, settings_of
from scorecards.setting import default_settings

SQL = Path(__file__).parent.parent / "sql"
HISTORY = SQL / "indicators" / "history.csv"
CATALOGUE = SQL / "indicators" / "catalogue.csv"
PAGE = Path(__file__).parent.parent / "docs" / "indicators.md"

_BETTER = {
    "higher": "higher is better",
    "lower": "lower is better",
    "neither": "neither higher nor lower is better",
    "band": "best within a band",
}
_KINDS = {
    "flow": "what happened in the period",
    "snapshot": "the state at the end of the period's last day",
    "cohort": "what became of those who entered in the period",
}
_BEFORE = {
    "flow": "the period",
    "snapshot": "the period's last month",
    "cohort": "the period",
}
_OPENING = """# Indicators

What every number means. This page is written from the files in `sql/indicators/` by
`python -m scorecards.documentation`; change it there. A partnership's own indicators stand in its overlay folder.

Every file answers for months, quarters, the year to date, years and rolling twelve months at once. A figure that has
no row is zero only where the deliveries that cover it are in force, and "not supplied" otherwise. The edge cases are
the worked examples of the file, which are tested.
"""


def page(found: list[Indicator], versions: dict[str, list[Version]]) -> str:
    """The whole page, by section and ref."""
    parts = [_OPENING]
    for section, members in groupby(found, key=lambda each: each.section):
        parts.append(f"## {section.replace('_', ' ').capitalize()}\n")
        parts += [_indicator(each, versions.get(each.ref, [])) for each in members]
    return "\n".join(parts)


def _indicator(each: Indicator, versions: list[Version]) -> str:
    facts = [f"Unit: {each.unit}", _BETTER[each.better], _KINDS[each.kind]]
    lines = [f"### {each.ref} {each.title}", "", each.definition, "", f"*{'; '.join(facts)}.*", ""]
    if each.look_back:
        lines += [
            f"**Looks back.** {each.look_back} months before {_BEFORE[each.kind]}; where the deliveries do not reach so "
            "far, it is not supplied.",
            "",
        ]
    lines += _settings(each)
    if each.why:
        lines += [f"**Why it matters.** {each.why}", ""]
    if each.basis:
        lines += [f"**Source of the definition.** {each.basis}", ""]
    lines += [f"**Read from.** {', '.join(f'`{table}`' for table in each.tables)}", ""]
    if each.breakdowns:
        lines += [f"**By.** {', '.join(name.replace('_', ' ') for name in each.breakdowns)}", ""]
    lines += _not_broken_down(each)
    if each.comparator:
        how = f" It is counted otherwise: {each.differs}." if each.differs else ""
        lines += [f"**Compared with.** {each.comparator}.{how}", ""]
    if each.questions:
        lines += ["**Questions to ask.** " + " ".join(each.questions), ""]
    if each.examples:
        lines += [
            "**Edge cases.**",
            "",
            *(f"- {_sentence(example.because)}" for example in each.examples),
            "",
        ]
    lines += [
        "<details><summary>The query</summary>",
        "",
        "```sql",
        each.sql.strip(),
        "```",
        "",
        "</details>",
        "",
    ]
    if versions:
        lines += ["**History of the definition.**", ""]
        lines += [
            f"- Version {version.number}, from {version.first_day}: {version.change}"
            + ("; a break in the series" if version.is_break else "")
            for version in versions
        ]
        lines.append("")
    return "\n".join(lines)


def _not_broken_down(each: Indicator) -> list[str]:
    lines = [
        f"**Not by {asked.asked}.** {asked.without}."
        for asked in catalogue(CATALOGUE)
        if asked.without and asked.indicator == each.ref
    ]
    return [part for line in lines for part in (line, "")]


def _settings(each: Indicator) -> list[str]:
    """The settings that decide it with their defaults, and what is counted of records on its limit."""
    names = settings_of(each, {table.name: table for table in core_tables(SQL)})
    lines = [
        f"- `{setting.name}`, by default {setting.value} ({setting.allowed}): {setting.meaning}. {setting.source}"
        for setting in default_settings().values()
        if setting.name in names
    ]
    lines += [
        f"- Counted in each build and printed with the definition: how many {limit.says}"
        for limit in sensitivities(SQL)
        if each.ref in limit.indicators or (limit.is_convention and limit.setting in names)
    ]
    return ["**Settings and limits.**", "", *lines, ""] if lines else []


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def main() -> None:
    """Write the page; with `--change`, first a new version of every definition that changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--change", help="what changed in the definitions, in words a member understands")
    parser.add_argument(
        "--from", dest="first_day", type=date.fromisoformat, help="the first day it is in use"
    )
    parser.add_argument(
        "--still-compares",
        action="store_true",
        help="the figures of before and after still compare: no break is shown in the series",
    )
    given = parser.parse_args()
    found = indicators(SQL)
    waiting = changed(found, history(HISTORY))
    if waiting and not given.change:
        refs = ", ".join(each.ref for each in waiting)
        parser.error(f'expected words for what changed in {refs}; found none. Say it with --change "…".')
    if waiting:
        add_versions(
            HISTORY,
            found,
            first_day=given.first_day or date.today(),
            change=given.change,
            is_break=not given.still_compares,
        )
    PAGE.write_text(page(found, history(HISTORY)), encoding="utf-8")


if __name__ == "__main__":
    main()
