"""What Dagster runs: the steps of a month and a quarter, their partitions and checks, schedules, and its processes."""
