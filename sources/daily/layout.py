"""The payload of the Department for Education's daily flow of children's social care: where each of its nodes leads.

A record is one child of one authority: `la_code` and `Children`, under which its nodes are nested. Nodes have their own
reference and a `purge` flag, which takes them back. From the specification's versions 0.7 and 0.8.
"""

from dataclasses import dataclass

CHILD, EPISODE = "Children", "social_care_episodes"
PURGED = "purge"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node that repeats under an episode of care: the case system's table of it, its reference and its fields.

    `columns` names the field of the node that fills each column of the table; `made` are the columns that are made of it
    otherwise.
    """

    name: str
    table: str
    columns: dict[str, str]
    made: tuple[str, ...] = ()


NODES = (
    Node(
        name="child_and_family_assessments",
        table="mosaic.assessment",
        columns={
            "assessment_id": "child_and_family_assessment_id",
            "start_date": "start_date",
            "authorised_date": "authorisation_date",
        },
    ),
    Node(
        name="child_in_need_plans",
        table="mosaic.cin_plan",
        columns={"plan_id": "child_in_need_plan_id", "start_date": "start_date", "end_date": "end_date"},
    ),
    Node(
        name="section_47_assessments",
        table="mosaic.section_47",
        columns={
            "enquiry_id": "section_47_assessment_id",
            "start_date": "start_date",
            "end_date": "end_date",
        },
        made=("is_nfa",),
    ),
    Node(
        name="child_protection_plans",
        table="mosaic.cp_plan",
        columns={"plan_id": "child_protection_plan_id", "start_date": "start_date", "end_date": "end_date"},
    ),
    Node(
        name="care_worker_details",
        table="mosaic.involvement",
        columns={"worker_id": "worker_id", "start_date": "start_date", "end_date": "end_date"},
        made=("involvement_id", "is_primary"),
    ),
    Node(
        name="child_looked_after_placements",
        table="mosaic.looked_after_episode",
        columns={
            "episode_id": "child_looked_after_placement_id",
            "start_date": "start_date",
            "ceased_date": "end_date",
        },
    ),
)
EPISODE_COLUMNS = {
    "referral_id": "social_care_episode_id",
    "referral_date": "referral_date",
    "source_code": "referral_source",
    "is_nfa": "referral_no_further_action_flag",
    "close_date": "closure_date",
    "close_reason_code": "closure_reason",
}
CHILD_COLUMNS = {
    "birth_date": "date_of_birth",
    "expected_birth_date": "expected_date_of_birth",
    "sex": "sex",
    "ethnicity_code": "ethnicity",
    "upn_unknown_code": "unique_pupil_number_unknown_reason",
}
TOLD = {
    "mosaic.person": {"child_id", *CHILD_COLUMNS},
    "mosaic.disability": {"disability_id", "child_id", "disability_code"},
    "mosaic.referral": {"child_id", *EPISODE_COLUMNS},
    "mosaic.assessment_factor": {"factor_row_id", "assessment_id", "factor_codes"},
    "mosaic.conference": {
        "conference_id", "child_id", "referral_id", "enquiry_id", "conference_date", "is_transfer_in",
    },
    **{node.table: {"child_id", "referral_id", *node.columns, *node.made} for node in NODES},
}  # fmt: skip
"""The columns that a payload can tell of each table, whether or not one of its nodes does."""
NOT_READ = ("health_and_wellbeing", "adoption", "care_leavers")
"""Nodes that no measure of the scorecard is made from."""
