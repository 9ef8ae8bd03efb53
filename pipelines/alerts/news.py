"""News to send: tasks that wait for somebody, and what was published in the last days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from pipelines.alerts.chosen import KINDS
from pipelines.home import Home
from pipelines.publication.editions import editions
from pipelines.settings import ROOT
from pipelines.status.status import Status

_DAYS = 14
"""So long something published is news; what is older was read."""
_OURS = ROOT / "pipelines" / "alerts" / "templates"


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing to tell, once: its kind, what tells it from others, who it is for and in which words."""

    kind: str
    key: str
    who: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """Several news in one message: a line, and a text."""

    subject: str
    text: str


def news(home: Home, now: Status) -> list[News]:
    """Everything that could be told now, by kind."""
    found = [
        News(kind=task.kind, key=task.key, who=task.who, words=_told(task.words))
        for task in now.tasks
        if task.kind in KINDS
    ]
    return sorted([*found, *_published(home, now)], key=lambda each: KINDS.index(each.kind))


def message(home: Home, found: list[News]) -> Message:
    """The message of some news: a template each kind, the partnership's own (`alerts/late.txt`) winning over ours."""
    known = {"partnership": home.settings.name, "is_made_up": home.settings.is_made_up}
    templates = SandboxedEnvironment(
        loader=FileSystemLoader([home.settings.overlay / "alerts", _OURS]),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    parts, counts = [], []
    for kind, group in groupby(found, key=lambda each: each.kind):
        each = list(group)
        counts.append(f"{len(each)} {kind}")
        parts.append(templates.get_template(f"{kind}.txt").render(news=each, **known).strip())
    parts.append(templates.get_template("foot.txt").render(**known).strip())
    return Message(subject=f"{home.settings.name}: {', '.join(counts)}", text="\n\n".join(parts) + "\n")


def _told(words: str) -> str:
    """The words as they may leave the machine: why a run stopped may name its folders, so it is asked for here."""
    return (
        words.partition(" did not end well")[0] + " did not end well."
        if " did not end well" in words
        else words
    )


def _published(home: Home, now: Status) -> Iterator[News]:
    for each in editions(home):
        last = each.withdrawal.on if each.withdrawal else each.on
        if last < now.at.date() - timedelta(days=_DAYS):
            continue
        how = "withdrawn" if each.withdrawal else "out, corrected" if each.number > 1 else "out"
        yield News(
            kind="published",
            key=f"{each.quarter} {each.number} {how}",
            who="Everybody who receives it",
            words=f"The scorecard of {each.quarter} is {how}.",
        )
