"""The reasons why a published figure can be different now."""

LATE, LATE_FILE, RESUBMITTED = "late recording", "late file", "resubmission"
CORRECTED, DELETED, REREAD = "correction", "deletion", "read otherwise"
DEFINITION, SHARED = "definition", "shared tables or settings"
ERASURE, RETENTION = "erasure", "past retention"
CAUSES: dict[str, str] = {
    LATE: "A newer extract has a row that the one behind the publication did not have yet.",
    LATE_FILE: "A file came for a month that had none when it was published.",
    RESUBMITTED: "A file of a month was sent again and has a row that the first one did not have.",
    CORRECTED: "A row says something else than it did.",
    DELETED: "A row is not in the newest files any more.",
    REREAD: "The same file is read otherwise by a newer version of this system.",
    DEFINITION: "The definition of the indicator changed.",
    ERASURE: "Rows of a child were erased since it was published; which figures they were in is not kept.",
    RETENTION: "Files behind it were removed since, because their time was over.",
    SHARED: "No row of its own changed: a joined table, a reference fact, a setting or a row elsewhere decides otherwise.",
}
"""Every reason for which a published figure can change, in words."""
