"""The reference tables that SQL files may join, with the types of the columns they read.

The facts themselves are the files of `data/reference` (which carry their source besides), the settings of the
partnership, and what the build knows of its own windows and deliveries.
"""

AGENCY_RETURN, AGENCY_REPORT = "agency_return", "agency_report"
PUBLISHED_FIGURE = "published_figure"
TOLD_DIFFERENTLY = "told_differently"

REFERENCE_TABLES: dict[str, dict[str, str]] = {
    "period": {
        "period_id": "varchar",
        "window_name": "varchar",
        "start_date": "date",
        "end_date": "date",
        "start_at": "timestamp",
        "end_at": "timestamp",
        "months": "integer",
        "population_year": "integer",
    },
    "calendar": {
        "day": "date",
        "ends_at": "timestamp",
        "is_working_day": "boolean",
        "working_day_number": "integer",
    },
    "population": {"authority": "varchar", "year": "integer", "population": "integer"},
    "source_group": {"source_code": "varchar", "source_label": "varchar", "source_group": "varchar"},
    "primary_need": {"primary_need_code": "varchar", "primary_need": "varchar"},
    "abuse_category": {"category_code": "varchar", "category": "varchar"},
    "ethnicity": {"ethnicity_code": "varchar", "ethnicity": "varchar", "ethnicity_group": "varchar"},
    "close_reason": {"close_reason_code": "varchar", "close_reason": "varchar"},
    "factor": {"factor_code": "varchar", "factor": "varchar"},
    "role_maximum": {
        "role": "varchar",
        "maximum": "integer",
        "effective_from": "date",
        "effective_to": "date",
    },
    "team_group": {"authority": "varchar", "team_name": "varchar", "team_group": "varchar"},
    "setting": {"authority": "varchar", "name": "varchar", "value": "varchar"},
    "authority": {"authority": "varchar", "name": "varchar", "first_day": "date", "last_day": "date"},
    "delivery": {"authority": "varchar", "source": "varchar", "month_start": "date"},
    TOLD_DIFFERENTLY: {
        "authority": "varchar",
        "source": "varchar",
        "record_id": "varchar",
        "column_name": "varchar",
        "delivery_id": "varchar",
        "sheet_number": "integer",
        "row_number": "integer",
    },
    AGENCY_RETURN: {
        "authority": "varchar",
        "agency": "varchar",
        "month_start": "date",
        "due_on": "date",
        "came_on": "date",
        "accepted_on": "date",
    },
    PUBLISHED_FIGURE: {
        "authority": "varchar",
        "indicator": "varchar",
        "month_start": "date",
        "first_numerator": "decimal(18, 2)",
        "first_denominator": "decimal(18, 2)",
        "last_numerator": "decimal(18, 2)",
        "last_denominator": "decimal(18, 2)",
    },
    AGENCY_REPORT: {
        "authority": "varchar",
        "agency": "varchar",
        "report": "varchar",
        "rule": "varchar",
        "month_start": "date",
        "records": "bigint",
        "queried": "bigint",
        "set_aside": "bigint",
        "broken": "bigint",
    },
}
LEDGER_TABLES = tuple(f"reference.{name}" for name in (AGENCY_RETURN, AGENCY_REPORT, PUBLISHED_FIGURE))
"""Those told from the ledger: like an agency's reports they cover some months, and nothing is known of the others."""

COUNTED: dict[str, str] = {
    "authority": "varchar",
    "indicator": "varchar",
    "period_id": "varchar",
    "breakdown": "varchar",
    "category": "varchar",
    "numerator": "decimal(18, 2)",
    "denominator": "decimal(18, 2)",
}
"""The columns of `scorecard.counted`, which checks between figures read; total rows have an empty breakdown."""
