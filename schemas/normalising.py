"""What reading changed on the way from a cell's text to its value: told once a column, with the number of rows."""

from schemas.rule import Rule, Severity

_SEND_PLAIN = "Nothing to do for these rows. Export the column as plain text to keep it as the system has it."


def _told(
    code: str, message: str, why: str, *, severity: Severity = "note", remedy: str = _SEND_PLAIN
) -> Rule:
    return Rule(
        code=code, severity=severity, column="", message=message, why=why, remedy=remedy, counted=True
    )


TWO_DIGIT_YEAR = _told(
    "NRM01",
    "Expected years with four figures; found two in {rows}. 00 to 49 were read as 2000 to 2049, 50 to 99 as 1950 to 1999.",
    "A year of two figures can be either century's.",
    severity="query",
    remedy="Check some of the dates, and export the column with four figures for the year.",
)
SERIAL = _told(
    "NRM02",
    "Expected dates; found the numbers with which Excel counts days in {rows}, and read them as such.",
    "The number is right only if the workbook counts days from 1900, as nearly all do.",
)
ZEROS_RESTORED = _told(
    "NRM03",
    "Expected references with all their zeros; found {rows} in which a spreadsheet had dropped them, and put them back.",
    "Without its zeros a reference would be another child's, or nobody's.",
)
REPAIRED = _told(
    "NRM04",
    "Expected references as the system writes them; found {rows} with spaces, quotation marks or a .0, and took those away.",
    "The same reference must look the same in every file, or one child becomes two.",
)
LOOK_ALIKE = _told(
    "NRM05",
    "Expected plain letters and digits in references; found others that look the same in {rows}, and took them for the plain ones.",
    "A letter of another alphabet looks the same and makes one child two.",
)
NULL_WORD = _told(
    "NRM06",
    "Expected blank cells where nothing is known; found words for it in {rows}, and took them for blanks.",
    "Not known is neither no nor 0.",
)
NUMBER_MARKS = _told(
    "NRM07",
    "Expected plain numbers; found commas, signs, currency, percent or brackets in {rows}, and read what they mean.",
    "A bracket means less than nothing and a percent sign a hundredth.",
)
SPELLING = _told(
    "NRM08",
    "Expected codes or their labels; found other known spellings in {rows}, and took them for the codes.",
    "A spelling that is taught once is read the same way ever after.",
    remedy="Nothing to do, if the spellings mean what the list says.",
)
MIDNIGHT = _told(
    "NRM09",
    "Expected times up to 23:59; found 24:00 in {rows}, and took it for the midnight that ends the day.",
    "Midnight decides on which day, and at month's end in which month, something is counted.",
)
OFFSET = _told(
    "NRM10",
    "Expected local time; found times that name their distance from UTC in {rows}, and changed them to local time.",
    "An hour's difference can be another day.",
)
DAY_ALONE = _told(
    "NRM11",
    "Expected a time of day; found a day alone in {rows}, and took its first minute where it starts a clock, its last where it stops one.",
    "Nothing counts as in time that may have been late; what was in time may count as late.",
    remedy="Export the column with its times.",
)
