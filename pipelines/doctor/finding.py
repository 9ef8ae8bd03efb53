"""One thing that `scorecard doctor` looked at."""

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "warning", "bad"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How it stands, in words, and what to do where it is not good."""

    subject: str
    state: State
    words: str
    remedy: str = ""
