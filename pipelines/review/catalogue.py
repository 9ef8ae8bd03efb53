"""The catalogue of every rule, from the schemas and the checks, with its words and the figures that it touches."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import schemas.finding
import schemas.normalising
import sources.preflight.remark
from pipelines.builds import SQL
from schemas.rule import Rule
from schemas.table import columns, rules
from scorecards.census_rule import CensusRule, census_rules
from scorecards.check import Check, checks
from scorecards.indicator import indicators
from scorecards.lineage.touched import indicators_touched
from sources.catalogue import AGENCIES
from sources.catalogue import sources as sources_of
from sources.preflight.remark import Notice

_BLANK = re.compile(r"\{\w+\}")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One rule of the catalogue. `source` is its table, empty where it holds for every table or joins several. A
    national rule is one of a return to the government; of the figures that it touches nothing is said."""

    code: str
    source: str
    severity: str
    title: str
    message: str
    why: str
    remedy: str
    indicators: tuple[str, ...]
    is_national: bool = False


class Catalogue:
    """The rules of intake and the checks, as the shipped files and a partnership's overlay have them."""

    def __init__(self, overlay: Path) -> None:
        self._overlay = overlay
        self.checks = {each.code: each for each in checks(SQL, overlay)}
        self.indicators = {each.ref: each for each in indicators(SQL, overlay)}
        self._models = {source.name: source.table for agency in AGENCIES for source in sources_of(agency)}

    def entries(self) -> list[Entry]:
        """Every rule by code and table."""
        return sorted(self._entries(), key=lambda each: (each.code, each.source))

    def national_entries(self, found: Container[str]) -> list[Entry]:
        """The rules of the census of which something is found: the others are of no concern where no census comes."""
        return [_of_national(rule) for rule in self._national.values() if rule.code in found]

    @cached_property
    def _national(self) -> dict[str, CensusRule]:
        return {rule.code: rule for rule in census_rules(SQL)}

    def entry(self, code: str, source: str | None) -> Entry:
        """A rule as it stands for one table; a code that is no longer in use has no words."""
        check = self.checks.get(code)
        if check is not None:
            return _of_check(check)
        model = self._models.get(source or "")
        rule = (rules(model) if model else {}).get(code) or _general().get(code)
        if rule is None and code in _notices():
            return _of_notice(_notices()[code])
        if rule is None and code in self._national:
            return _of_national(self._national[code])
        if rule is None:
            return Entry(
                code=code, source=source or "", severity="note", title="A rule that is no longer in use",
                message="", why="", remedy="", indicators=(),
            )  # fmt: skip
        return self._of_rule(rule, source or "")

    def touched(self, source: str, column: str = "") -> tuple[str, ...]:
        """The refs of the indicators that a wrong cell of a table's column can change, in order; with no column, or
        with one that only decides over its row, that a row can. Of the partnership's own indicators nothing is known.
        """
        refs = indicators_touched(source, column) or indicators_touched(source)
        return tuple(ref for ref in refs if ref in self.indicators)

    def column(self, source: str, heading: str | None) -> str | None:
        """The column of a table that goes by a heading."""
        model = self._models.get(source)
        known = columns(model) if model else {}
        return next((name for name, said in known.items() if heading and heading in said.headings), None)

    def _entries(self) -> Iterator[Entry]:
        yield from map(_of_check, self.checks.values())
        for rule in _general().values():
            yield self._of_rule(rule, "")
        for notice in _notices().values():
            yield _of_notice(notice)
        for source, model in self._models.items():
            for rule in rules(model).values():
                yield self._of_rule(rule, source)

    def _of_rule(self, rule: Rule, source: str) -> Entry:
        is_whole_row = rule.severity == "reject"
        return Entry(
            code=rule.code,
            source=source,
            severity=rule.severity,
            title=_title(rule),
            message=_plain(rule.message),
            why=rule.why,
            remedy=rule.remedy,
            indicators=self.touched(source, "" if is_whole_row else rule.column) if source else (),
        )


def notes() -> frozenset[str]:
    """The codes of what is told and asks nothing: how a cell was written, or what may well be right. A code means the same
    in every table."""
    models = (source.table for agency in AGENCIES for source in sources_of(agency))
    told: Iterator[Rule | Notice] = chain(_named().values(), *(rules(model).values() for model in models))
    return frozenset(each.code for each in told if each.severity == "note")


def _of_check(check: Check) -> Entry:
    return Entry(
        code=check.code,
        source="",
        severity=check.severity,
        title=check.title,
        message=check.message,
        why=check.why,
        remedy=check.remedy,
        indicators=check.indicators,
    )


def _of_notice(notice: Notice) -> Entry:
    return Entry(
        code=notice.code,
        source="",
        severity=notice.severity,
        title=_general_titles()[notice.code],
        message=_plain(notice.message),
        why="",
        remedy=notice.remedy,
        indicators=(),
    )


def _of_national(rule: CensusRule) -> Entry:
    return Entry(
        code=rule.code,
        source="",
        severity=rule.severity,
        title=rule.title,
        message=rule.message,
        why=rule.why,
        remedy=rule.remedy,
        indicators=(),
        is_national=True,
    )


def _title(rule: Rule) -> str:
    """A few words for a rule: what it holds to be believable, or what it found."""
    about = rule.believable.__doc__ if rule.believable else None
    return (about or "").strip().partition("\n")[0].rstrip(".") or _general_titles().get(rule.code, rule.code)


def _plain(message: str) -> str:
    """A message for the catalogue, where nothing was counted yet."""
    return _BLANK.sub("some", message.replace("{kind}", "what the column holds").replace("{rule}", "of it"))


def _general() -> dict[str, Rule]:
    """The rules that hold for every table, by code."""
    return {each.code: each for each in _named().values() if isinstance(each, Rule)}


def _notices() -> dict[str, Notice]:
    """What a file's form can give cause to say, by code."""
    return {each.code: each for each in _named().values() if isinstance(each, Notice)}


def _general_titles() -> dict[str, str]:
    """The names that those go by in the code, as words."""
    return {each.code: name.replace("_", " ").capitalize() for name, each in _named().items()}


@cache
def _named() -> dict[str, Rule | Notice]:
    found = {**vars(schemas.finding), **vars(schemas.normalising), **vars(sources.preflight.remark)}
    return {name: each for name, each in found.items() if isinstance(each, Rule | Notice)}
