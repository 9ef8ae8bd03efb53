"""A scorecard's stage, such as draft or published, in two lines on the face of its page and workbook.

Whatever is made is a draft and says so. Publishing puts other words in the place of these two lines, on the finished
bytes and nowhere else: what readers receive is, apart from them, the very file that was approved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from io import BytesIO
from xml.sax.saxutils import escape as escape_xml
from zipfile import ZIP_DEFLATED, ZipFile

from scorecards.period import day_name

MOST_CAVEAT_CHARACTERS = 200
"""As many as fit into the one line of a workbook's cover beside the approver's name."""


class StillADraft(Exception):
    """A file that would go out and say that it is a draft."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The two lines: what it is (draft, published, corrected), and by whom it was approved, with which caveats."""

    what: str
    approval: str

    @property
    def lines(self) -> tuple[str, str]:
        """Both, in their order."""
        return (self.what, self.approval)


DRAFT = Standing(
    what="DRAFT for approval: not published, not to be passed on.",
    approval="Not approved yet: its figures and words may still change.",
)


def published(
    *,
    by: str,
    approved: date,
    on: date,
    caveats: tuple[str, ...] = (),
    first: date | None = None,
    reason: str = "",
) -> Standing:
    """The lines of a publication of the day `on`; a correction names the day of the `first` edition and its reason."""
    what = f"Published on {day_name(on)}."
    if first is not None:
        what = f"Corrected on {day_name(on)}; first published on {day_name(first)}. Why: {_sentence(reason)}"
    words = " ".join(_sentence(caveat) for caveat in caveats)
    return Standing(
        what=what,
        approval=f"Approved by {by} on {day_name(approved)}. "
        + (f"Caveats: {words}" if words else "No caveats."),
    )


def stamped(name: str, data: bytes, standing: Standing) -> bytes:
    """A finished draft file with the words of its publication; a table of values and the like are left as they are.

    Raises StillADraft where a page or workbook does not say where it stands, or would go on saying that it is a draft.
    """
    if name.endswith(".xlsx"):
        return _workbook(data, standing)
    if name.endswith(".html") and any(line.encode() in data for line in DRAFT.lines):
        return _certain(_replaced(data, standing, lambda line: f"<p>{escape(line)}</p>"))
    return data


def _workbook(data: bytes, standing: Standing) -> bytes:
    done = BytesIO()
    met = False
    with ZipFile(BytesIO(data)) as before, ZipFile(done, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            if any(line.encode() in part for line in DRAFT.lines):
                met = True
                part = _certain(_replaced(part, standing, lambda line: f"<t>{escape_xml(line)}</t>"))
            after.writestr(entry, part)
    if not met:
        raise StillADraft(
            "Expected a workbook that says that it is a draft; found none. Make the draft again."
        )
    return done.getvalue()


def _replaced(data: bytes, standing: Standing, drawn: Callable[[str], str]) -> bytes:
    """The bytes with each whole line of the draft replaced."""
    for line, words in zip(DRAFT.lines, standing.lines, strict=True):
        data = data.replace(drawn(line).encode(), drawn(words).encode())
    return data


def _certain(data: bytes) -> bytes:
    if any(line.encode() in data for line in DRAFT.lines):
        raise StillADraft(
            "Expected the lines of a draft by themselves; found them within other words. Take them out of what people "
            "wrote, and draft again."
        )
    return data


def _sentence(words: str) -> str:
    plain = " ".join(words.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
