"""The words in which an indicator's attributes are told to a reader: its unit, what is good, what it counts."""

from scorecards.indicator import Indicator

GOOD_IS = {"higher": "High", "lower": "Low", "band": "In a band", "neither": "Context"}
COUNTED = {
    "flow": "What happened in the period",
    "snapshot": "The state at the end of the period's last day",
    "cohort": "Those who entered in the period, and what followed",
}
FORMULAS = {
    "count": "Numerator",
    "%": "Numerator ÷ denominator × 100",
    "per 10,000": "Numerator ÷ children aged 0 to 17 (denominator) × 10,000",
    "children per FTE": "Children (numerator) ÷ full-time equivalent workers (denominator)",
}
UNIT_WORDS = {"count": "Count", "%": "Percent", "mean": "Average"}


def unit_words(unit: str) -> str:
    """`Count`, `Percent`, `Per 10,000`."""
    return UNIT_WORDS.get(unit, unit[:1].upper() + unit[1:])


def words(name: str) -> str:
    """A file or column name as words: `front_door` is `Front door`."""
    return name.replace("_", " ").capitalize()


def read_from(indicator: Indicator) -> str:
    """The core tables that it is counted from."""
    tables = (table.partition(".") for table in indicator.tables)
    return (
        ", ".join(name.replace("_", " ") for schema, _, name in tables if schema == "core")
        or "Reference tables"
    )
