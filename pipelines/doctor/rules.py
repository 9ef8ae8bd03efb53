"""What `scorecard doctor` can tell of the rules that deliveries are held against."""

from collections.abc import Iterator

from pipelines.boundary import Stopped
from pipelines.doctor.finding import Finding
from pipelines.home import Home


def rules(home: Home) -> Iterator[Finding]:
    """Whether rules on rows are in force."""
    from pipelines.guards import check_canary, check_switches

    try:
        check_switches()
        check_canary()
        words = "Rules on rows are in force: a row that is wrong on purpose was found."
        yield Finding(subject="Rules", state="good", words=words)
    except Stopped as stopped:
        words, _, remedy = str(stopped).partition(". ")
        yield Finding(subject="Rules", state="bad", words=f"{words}.", remedy=remedy)


def expectations(home: Home) -> Iterator[Finding]:
    """Whether silence would be noticed."""
    due = home.settings.due
    if due.until is not None and not home.settings.is_made_up:
        yield Finding(
            subject="Due",
            state="warning",
            words=f"Nothing is expected of months after {due.until}, so nothing is ever late.",
            remedy="Take `until` out of [due] in the settings.",
        )
    elif not due.days:
        yield Finding(
            subject="Due",
            state="warning",
            words="The settings name no agency under [due]: one that never delivers is never missed.",
            remedy="Name each agency with the working day by which its files are due.",
        )
    else:
        yield Finding(
            subject="Due", state="good", words=f"Files of {', '.join(due.days)} are expected by a day."
        )
