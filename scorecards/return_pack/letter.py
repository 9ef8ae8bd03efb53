"""The covering letter of a pack: counts, the day by which to answer, and what to do. It holds no record's value."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Template

from schemas.decision import CORRECT, WILL_FIX
from scorecards.period import day_name
from scorecards.return_pack.content import Pack, confidential, many
from scorecards.templating import TEMPLATES, templates


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """A rule that was broken, and how often."""

    rule: str
    severity: str
    message: str
    remedy: str
    count: int


def letter(pack: Pack) -> str:
    """The letter as a page that needs nothing besides itself."""
    return _template().render(
        pack=pack,
        rules=rule_counts(pack),
        deadline=day_name(pack.deadline),
        confidential=confidential(pack),
        many=many,
        correct=CORRECT,
        will_fix=WILL_FIX,
    )


def rule_counts(pack: Pack) -> list[RuleCount]:
    """The rules that were broken, in the order of the lines, which is the worst first, and the commonest of those."""
    counts: dict[tuple[str, str], RuleCount] = {}
    for line in pack.lines:
        key = (line.rule, line.message)
        known = counts.get(key)
        counts[key] = RuleCount(
            rule=line.rule,
            severity=line.severity_words,
            message=line.message,
            remedy=line.remedy,
            count=(known.count if known else 0) + 1,
        )
    order = list(pack.counts())
    return sorted(counts.values(), key=lambda each: (order.index(each.severity), -each.count, each.rule))


@cache
def _template() -> Template:
    return templates(TEMPLATES).get_template("letter.html.j2")
