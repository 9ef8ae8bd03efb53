"""What a reader may want to know about a region's scorecard: the same words on its page and in its workbook."""

from scorecards.period import day_name
from scorecards.region.content import RegionScorecard
from scorecards.region.funnel import FEWEST_FOR_DISPERSION
from scorecards.region.standing import FEWEST_FOR_QUARTERS

HOW_TO_READ = (
    (
        "The region's figure",
        "The authorities' counts added up; a share or rate is worked out from these sums, never as a mean of shares. "
        "Where an authority's figure is missing or cannot be so, the sum is of the others and says of how many. "
        "Children are not matched between authorities: a child known to two counts in both.",
    ),
    (
        "Not summed",
        "A median of the region cannot be made of its authorities' medians; neither can the highest of one worker. "
        "Such indicators have no figure of the region; the authorities' stand beside each other.",
    ),
    (
        "Funnel plot",
        "Every authority's share or rate against its size. Within the limits it differs from all authorities together by no "
        "more than chance explains: one in twenty would lie beyond a 95% limit by chance alone, one in five hundred beyond "
        "a 99.8% limit. Small authorities have wide limits. Method: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), "
        "1185-1202; exact binomial limits for shares, exact Poisson limits for rates.",
    ),
    (
        "Differing by more than chance",
        f"From {FEWEST_FOR_DISPERSION} authorities on, limits are widened where authorities differ among themselves by more "
        "than chance explains; the words beside the drawing say so.",
    ),
    (
        "Rank",
        "Among the authorities whose figure is shown, the best first where high or low is good, else the highest first. "
        "Figures that read alike share a place. Counts are not ranked: they are larger where there are more children. "
        f"Quarters of the ranking are named from {FEWEST_FOR_QUARTERS} authorities on. A rank is not a judgement: neighbours in "
        "it seldom differ by more than chance.",
    ),
    (
        "Mean and median",
        "Of the authorities' shown figures, each counted once, whatever its size; so the mean is not the region's figure.",
    ),
    (
        "Small counts",
        "What an authority's own scorecard withholds is withheld here. A sum of the region is withheld where it would give "
        "such a count away. Points, limits, ranks, medians and the best are worked out from shown figures alone.",
    ),
    (
        "Where a figure comes from",
        "An authority's figure can be walked back to the files it was counted from; the region's is the sum of the "
        "authorities' named: name this file, its sheet and its cell to the data team (`scorecard trace --workbook FILE "
        "--cell 'RF07!B14'`).",
    ),
)


def status(content: RegionScorecard) -> list[tuple[str, str]]:
    """The strip under the title."""
    made = content.provenance
    withheld = sum(each.shown("This quarter").shorthand == "[c]" for each in content.indicators)
    return [
        ("Data to", day_name(made.data_to)),
        ("Authorities", str(len(content.places))),
        ("Without any figures", ", ".join(each.name for each in content.absent) or "None"),
        ("Sums of fewer than all", str(sum(each.is_partial for each in content.indicators))),
        ("Sums withheld", str(withheld)),
        ("Build", made.build_id),
        ("Contact", made.contact),
    ]


def absent_words(content: RegionScorecard) -> list[str]:
    """A sentence for every authority that is not in the region's figures."""
    return [
        f"{each.name}: its figures are not here. {each.absent} The region's figures are of the other "
        f"{len(content.places) - len(content.absent)} authorities."
        for each in content.absent
    ]


def chance_words(content: RegionScorecard) -> str:
    """How many figures were held against limits, and how many would lie outside by chance alone."""
    by_chance = content.compared * 0.002
    found = (
        f"{len(content.outliers)} of them {'do' if len(content.outliers) > 1 else 'does'}"
        if content.outliers
        else "None does"
    )
    return (
        f"{content.compared:,} figures of authorities were held against the limits of {content.quarter.months_name}; by chance alone "
        f"about {by_chance:.1f} of them would lie beyond a 99.8% limit. {found}."
    )


def notes() -> list[tuple[str, str]]:
    """Subject and words of each note."""
    return list(HOW_TO_READ)
