"""What a column is, in the words that suppliers read: on the page on sources and in the blank workbooks."""

from schemas.column import Column

_KINDS = {
    "identifier": "reference, kept as a pseudonym",
    "code": "code",
    "day": "date",
    "moment": "date and time",
    "flag": "Y or N",
    "whole": "whole number",
    "decimal": "number",
    "label": "one of a few words",
    "text": "short name",
    "authority": "name of an authority",
    "given": "filled in at intake",
}


def kind_words(column: Column) -> str:
    """What may stand in the column, such as `whole number from 0 to 120`."""
    words = _KINDS[column.kind]
    if column.codes:
        return f"{words} of the list {column.codes}"
    if column.labels:
        return ", ".join(column.labels)
    if column.highest is not None:
        return f"{words} from {column.lowest:g} to {column.highest:g}"
    return words


def needed_words(column: Column) -> str:
    """Whether the column has to be filled in."""
    if column.required:
        return "always"
    return "the heading may be absent" if column.optional_heading else "may be blank"
