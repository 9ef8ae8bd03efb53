"""The status page, for whoever runs the scorecard and whoever waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecards.page import css, template


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the page: its words, and a table where `rows` has any, which `caption` says; a row's first cell names it."""

    title: str
    caption: str = ""
    words: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()


def status_page(
    *, partnership: str, at: str, answer: str, sections: Sequence[Section], is_made_up: bool
) -> str:
    """The HTML; `at` says when it was true, `answer` in one sentence how things stand."""
    return template("status.html.j2").render(
        css=css(), partnership=partnership, at=at, answer=answer, sections=sections, is_made_up=is_made_up
    )
