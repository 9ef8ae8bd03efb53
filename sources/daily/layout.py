"""The payload of the Department for Education's daily flow of children's social care: where each of its nodes leads.

A record is one child of one authority: `la_code` and `Children`, under which its nodes are nested. Every node has its own
reference and a `purge` flag, which takes it back. From the specification's versions 0.7 and 0.8.
"""

from dataclasses import dataclass

CHILD, EPISODE = "Children", "social_care_episodes"
PURGED = "purge"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node that repeats under an episode of care: the case system's table of it, its reference and its fields.

    `columns` names the field of the node that fills each column of the table.
    """

    name: str
    table: str
    columns: dict[str, str]


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
NOT_READ = ("health_and_wellbeing", "child_looked_after_placements", "adoption", "care_leavers")
"""Nodes that no measure of the scorecard is made from, or that tell placements and not times in care."""
