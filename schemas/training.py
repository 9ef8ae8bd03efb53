"""Training courses of the partnership."""

from datetime import date

from schemas.column import day, text, whole
from schemas.table import Table


class Training(Table):
    """The attendance of an agency at a course."""

    course: str = text("Course", required=True, about="The course")
    course_date: date = day("Date", required=True, about="The day of the course")
    agency: str = text("Agency", about="The agency; blank when not recorded")
    attendees: int = whole("Attendees", highest=10000, about="How many attended")

    class Config(Table.Config):
        """One row a course, day and agency."""

        name = "partnership.training"
        metadata = {"key": ("course", "course_date", "agency")}
