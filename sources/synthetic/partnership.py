"""The books of the partnership's own business unit: escalations, section 11 and training."""

from datetime import date, datetime, time, timedelta
from random import Random

from sources.synthetic.calibration import shared_out
from sources.synthetic.entry import Books, Entry
from sources.synthetic.moments import close_of, day_in_month, last_day, office_moment
from sources.synthetic.volumes import Volumes

AGENCIES = [
    "NHS ICB",
    "Hospital",
    "Mental health trust",
    "0-19 Service",
    "Children's social care",
    "Early help",
    "Police",
    "Probation",
    "Fire and rescue",
    "Voluntary sector",
]
THEMES = ["Threshold decision", "Timeliness of response", "Attendance", "Information sharing", "Case closure"]
STANDARDS = [
    "Senior management commitment",
    "Statement of responsibilities",
    "Line of accountability",
    "Service development informed by children",
    "Training and supervision",
    "Safer recruitment",
    "Inter-agency working",
    "Information sharing",
    "Private fostering",
]
SUBJECTS = ["Neglect", "Exploitation", "Domestic abuse", "Online harms", "Parental mental health"]
SUBJECTS += ["Child protection conferences", "Early help assessment", "Unborn babies", "Thresholds"]
LEVELS = ["introduction", "in practice", "for managers", "refresher", "lessons from reviews"]
USUAL_ESCALATIONS = 18


def partnership_books(volumes: Volumes, rng: Random) -> Books:
    """The books of every partnership table."""
    return {
        "partnership.escalation": _escalations(volumes, rng),
        "partnership.section_11": _section_11(volumes, rng),
        "partnership.training": _training(volumes, rng),
        "partnership.manual_figure": _manual_figures(volumes),
    }


def _escalations(volumes: Volumes, rng: Random) -> list[Entry]:
    raised: list[date] = []
    number = USUAL_ESCALATIONS + rng.randint(-3, 3)
    for year, months in volumes.years().items():
        number *= volumes.published("escalations_multiple", year) or 1
        days = [day_in_month(rng, rng.choice(months)) for _ in range(round(number * len(months) / 12))]
        raised += sorted(days)
    resolved = [_resolved_on(rng, day, volumes.months[-1]) for day in raised]
    stages = _resolved_stages(volumes, rng, resolved)
    close = close_of(last_day(volumes.months[-1]))
    book: list[Entry] = []
    for day, end, stage in zip(raised, resolved, stages, strict=True):
        by, against = rng.sample(AGENCIES, 2)
        values = {
            "escalation_id": f"ESC{len(book) + 1:04d}",
            "raised_date": day,
            "raised_by": by,
            "raised_against": against,
            "theme": rng.choice(THEMES),
            "stage": 1,
            "resolved_date": None,
            "resolved_stage": None,
        }
        entry = Entry(recorded_at=min(office_moment(rng, day), close), values=values)
        if end is not None:
            entry.later = _resolution(end, stage)
        book.append(entry)
    return book


def _resolved_on(rng: Random, raised: date, last_month: date) -> date | None:
    resolved = raised + timedelta(days=rng.randint(2, 45))
    return resolved if resolved <= last_day(last_month) and rng.random() < 0.95 else None


def _resolved_stages(volumes: Volumes, rng: Random, resolved: list[date | None]) -> list[int]:
    """The stage of each resolution; the share at stage one of each year is the printed share where it is whole."""
    stages = [1] * len(resolved)
    for year, months in volumes.years().items():
        ended = [at for at, day in enumerate(resolved) if day and months[0] <= day <= last_day(months[-1])]
        percent = volumes.published("escalations_stage_one_percent", year)
        if percent is None:
            percent = rng.randint(75, 90)
        else:
            # Only a multiple of twenty resolutions can be at exactly a share such as 85 per cent.
            for at in ended[len(ended) - len(ended) % 20 :]:
                resolved[at] = None
            ended = [at for at in ended if resolved[at]]
        later = len(ended) - round(len(ended) * percent / 100)
        for at in rng.sample(ended, later):
            stages[at] = rng.choices([2, 3, 4], [75, 20, 5])[0]
    return stages


def _resolution(end: date, stage: int) -> list[tuple[datetime, str, object]]:
    typed = datetime.combine(end, time(16, 30))
    return [(typed, "stage", stage), (typed, "resolved_date", end), (typed, "resolved_stage", stage)]


def _section_11(volumes: Volumes, rng: Random) -> list[Entry]:
    """The self-assessment of each agency against each standard, returned in the third month of each year."""
    book: list[Entry] = []
    for year, months in volumes.years().items():
        typed = datetime.combine(months[min(2, len(months) - 1)] + timedelta(days=14), time(12))
        for agency in AGENCIES:
            for number, standard in enumerate(STANDARDS, start=1):
                rating = rng.choices(["Met", "Partially met", "Not met"], [78, 18, 4])[0]
                values = {
                    "year": year,
                    "agency": agency,
                    "standard": f"{number} {standard}",
                    "requirement": f"{number}.1",
                    "rating": rating,
                    "is_evidenced": rating == "Met" or rng.random() < 0.5,
                }
                book.append(Entry(recorded_at=typed, values=values))
    return book


def _manual_figures(volumes: Volumes) -> list[Entry]:
    """What has no extract: returns of schools and audits by year, another board's count of children looked after by
    quarter, each typed in on the last day of its period."""
    book: list[Entry] = []
    for place, (year, months) in enumerate(volumes.years().items()):
        for number in range(len(months) // 3):
            end = last_day(months[3 * number + 2])
            looked_after = 340 + 12 * place + 4 * number
            book.append(
                _manual(
                    "CL01",
                    f"{year}-Q{number + 1}",
                    "At its end",
                    end,
                    looked_after,
                    None,
                    "Head of Children in Care",
                )
            )
        if len(months) == 12:
            end = last_day(months[-1])
            owner = "Partnership Manager"
            book.append(_manual("PA02R", year, "At its end", end, 78 + place, 82, owner))
            book.append(_manual("PA03A", year, "In the period", end, 5 + place, 6 + place, owner))
    return sorted(book, key=lambda entry: entry.recorded_at)


def _manual(
    indicator: str, period: str, counted: str, end: date, figure: int, out_of: int | None, owner: str
) -> Entry:
    typed = datetime.combine(end, time(10))
    board = "Report to the corporate parenting board" if indicator == "CL01" else None
    values = {
        "indicator": indicator,
        "period": period,
        "counted": counted,
        "figure": figure,
        "out_of": out_of,
        "owner": owner,
        "entered_date": typed.date(),
        "source": board,
        "note": None,
    }
    return Entry(recorded_at=typed, values=values)


def _training(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    titles = [f"{subject}: {level}" for subject in SUBJECTS for level in LEVELS]
    for year, months in volumes.years().items():
        total = volumes.total("training_attendees", year, 1700)
        courses = min(len(titles), volumes.total("training_courses", year, 38))
        largest = volumes.published("training_largest_event", year) or round(total * 0.2)
        sizes = [largest, *shared_out(total - largest, [rng.uniform(0.5, 1.5) for _ in range(courses - 1)])]
        for title, size in zip(rng.sample(titles, courses), sizes, strict=True):
            day = day_in_month(rng, rng.choice(months))
            book += _attendance(rng, title, day, size)
    book.sort(key=lambda entry: entry.recorded_at)
    return book


def _attendance(rng: Random, title: str, day: date, size: int) -> list[Entry]:
    agencies = rng.sample(AGENCIES, rng.randint(3, len(AGENCIES)))
    numbers = shared_out(size, [rng.uniform(0.3, 1.0) for _ in agencies])
    typed = datetime.combine(day, time(17, 15))
    return [
        Entry(
            recorded_at=typed,
            values={"course": title, "course_date": day, "agency": agency, "attendees": number},
        )
        for agency, number in zip(agencies, numbers, strict=True)
        if number
    ]
