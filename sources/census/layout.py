"""The modules of a children in need census, and the elements of each, in the order of the schema.

From the ten schemas of the collection years 2017 to 2026. A module is one element that can repeat; its own elements
are listed, its nested modules are modules of their own. What stands in no list is no error: it is counted by its path.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Module:
    """A repeating element: its tag, the module it stands in, and the tags of its values."""

    name: str
    tag: str
    within: str
    fields: tuple[str, ...]


CHILD = "Child"
EPISODE = "CINdetails"
WRAPPERS = (
    "ChildIdentifiers",
    "ChildCharacteristics",
    "Disabilities",
    "FactorsIdentifiedAtAssessment",
    "Reviews",
)
"""Elements that only hold others: what stands in them belongs to the module around."""

MODULES = (
    Module(
        name="child",
        tag=CHILD,
        within="Children",
        fields=(
            "LAchildID",
            "UPN",
            "FormerUPN",
            "UPNunknown",
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "GenderCurrent",
            "Sex",
            "PersonDeathDate",
            "Ethnicity",
        ),
    ),
    Module(name="disabilities", tag="Disability", within=CHILD, fields=("Disability",)),
    Module(
        name="episode",
        tag=EPISODE,
        within=CHILD,
        fields=(
            "CINreferralDate",
            "ReferralSource",
            "PrimaryNeedCode",
            "CINclosureDate",
            "ReasonForClosure",
            "DateOfInitialCPC",
            "ReferralNFA",
        ),
    ),
    Module(
        name="assessment",
        tag="Assessments",
        within=EPISODE,
        fields=("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"),
    ),
    Module(name="factor", tag="AssessmentFactors", within="Assessments", fields=("AssessmentFactors",)),
    Module(
        name="cin_plan", tag="CINPlanDates", within=EPISODE, fields=("CINPlanStartDate", "CINPlanEndDate")
    ),
    Module(
        name="section_47",
        tag="Section47",
        within=EPISODE,
        fields=("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
    ),
    Module(
        name="cp_plan",
        tag="ChildProtectionPlans",
        within=EPISODE,
        fields=(
            "CPPstartDate",
            "CPPendDate",
            "InitialCategoryOfAbuse",
            "LatestCategoryOfAbuse",
            "NumberOfPreviousCPP",
        ),
    ),
    Module(name="review", tag="CPPreviewDate", within="ChildProtectionPlans", fields=("CPPreviewDate",)),
)
HEADER = ("Collection", "Year", "ReferenceDate", "LEA")
