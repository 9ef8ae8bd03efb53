"""The companion for members: what every figure counts, why it matters and what to ask, from the same definitions."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from scorecards.indicator import Indicator
from scorecards.indicator_words import COUNTED, GOOD_IS, words
from scorecards.notes import HOW_TO_READ
from scorecards.page import css, template
from scorecards.period import Quarter
from scorecards.provenance import NO_CONTACT
from scorecards.reconciliation import Reconciled


def companion(
    *,
    partnership: str,
    quarter: Quarter,
    indicators: Iterable[Indicator],
    contact: str = NO_CONTACT,
    readings: Mapping[str, str] = MappingProxyType({}),
    published: Sequence[Reconciled] = (),
) -> str:
    """The HTML of the companion, in the order in which the indicators are given. It holds no figures of the quarter.

    `published` are the authority's published figures beside ours, as released. `readings` say by ref which settings
    decide a definition and about how many records sit on its limit.
    """
    sections = [
        (words(section), list(found)) for section, found in groupby(indicators, lambda each: each.section)
    ]
    return template("companion.html.j2").render(
        css=css(),
        partnership=partnership,
        contact=contact,
        when=quarter.months_name,
        sections=sections,
        how=HOW_TO_READ,
        good_is=GOOD_IS,
        counted=COUNTED,
        readings=readings,
        published=published,
    )
