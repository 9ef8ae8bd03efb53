"""When and where the work runs: intake, ledger, builds, publication, Dagster and the command line."""
