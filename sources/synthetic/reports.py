"""How each agency that exports workbooks lays out its reports: what stands above, below and beside the rows."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Report:
    """How an agency lays out one report: its sheet, what stands above and below, and the column of its month."""

    table: str
    sheet: str
    titles: tuple[str, ...]
    is_blank_under_headings: bool = False
    has_total: bool = False
    event_column: str = ""


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """One file of an agency: its name (with the month) and its reports."""

    agency: str
    name: str
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()


MARKING = "OFFICIAL-SENSITIVE"
EARLY_HELP = Workbook(
    agency="eisi",
    name="Early Help Episodes {month}.xlsx",
    reports=(
        Report(
            table="eisi.early_help_episode",
            sheet="Episodes",
            titles=("Early help episodes by child", "Run on {run}", MARKING),
            is_blank_under_headings=True,
            has_total=True,
        ),
    ),
)
INTERVIEWS = Workbook(
    agency="eisi",
    name="Return Home Interviews {month}.xlsx",
    reports=(
        Report(
            table="eisi.return_interview",
            sheet="RHI log",
            titles=("Targeted youth support", "Return home interviews", "Run on {run}", "", MARKING),
        ),
    ),
)
POLICE = Workbook(
    agency="police",
    name="Safeguarding return {month}.xlsx",
    notes=(
        "Notes",
        "Times are local. A report found or changed in the month is sent again under the same reference.",
        "Flags on the vulnerability sheet overlap and have no total.",
    ),
    reports=(
        Report(
            table="police.missing_report",
            sheet="Missing",
            titles=("Missing from home and care", "{period}", MARKING),
            has_total=True,
            event_column="reported_at",
        ),
        Report(
            table="police.domestic_abuse_incident",
            sheet="Domestic Abuse",
            titles=("Domestic abuse incidents", "{period}"),
            has_total=True,
            event_column="incident_date",
        ),
        Report(
            table="police.vulnerability_flag",
            sheet="Child Vulnerability",
            titles=("Vulnerability flags on incidents with a child victim", "{period}", "Flags overlap"),
            event_column="incident_date",
        ),
        Report(
            table="police.online_crime",
            sheet="Online",
            titles=("Crimes with an online flag", "Victims under 18"),
            is_blank_under_headings=True,
            event_column="crime_date",
        ),
        Report(
            table="police.hate_crime",
            sheet="Hate Crime",
            titles=("Hate incidents with a victim under 18", "{period}"),
            event_column="incident_date",
        ),
        Report(
            table="police.concern_notice",
            sheet="Referrals",
            titles=("Child concern notices to the front door", "{period}"),
            event_column="sent_at",
        ),
        Report(
            table="police.child_risk_incident",
            sheet="Child Risk Incidents",
            titles=("Graded incidents with a child at risk", "{period}", MARKING),
            event_column="reported_at",
        ),
        Report(
            table="police.custody",
            sheet="Custody",
            titles=("Children detained", "{period}"),
            is_blank_under_headings=True,
            event_column="detained_at",
        ),
        Report(
            table="police.protection_power",
            sheet="Protection Powers",
            titles=("Use of police protection", "{period}"),
            event_column="used_at",
        ),
    ),
)
WORKFORCE = Workbook(
    agency="workforce",
    name="Establishment {month}.xlsx",
    reports=(
        Report(
            table="workforce.post",
            sheet="Establishment",
            titles=("Children's services establishment", "As at {day}"),
            has_total=True,
            event_column="extract_month_end",
        ),
    ),
)
PARTNERSHIP = Workbook(
    agency="partnership",
    name="Business unit logs {month}.xlsx",
    reports=(
        Report(
            table="partnership.escalation", sheet="Escalations", titles=("Professional escalations", "{run}")
        ),
        Report(
            table="partnership.section_11",
            sheet="Section 11",
            titles=("Section 11 self-assessments", "Returned to {day}"),
            is_blank_under_headings=True,
        ),
        Report(
            table="partnership.training",
            sheet="Training",
            titles=("Multi-agency training", "{run}"),
            has_total=True,
        ),
        Report(
            table="partnership.manual_figure",
            sheet="Figures by hand",
            titles=("Figures entered by hand", "{run}"),
        ),
    ),
)
