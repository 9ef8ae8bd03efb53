"""Which of our functions do the work of which stage."""

from tests.benchmark.stages import Stopwatch


def watch_intake(watch: Stopwatch) -> None:
    """Files to accepted rows: reading with its preflight, typing and validating, writing the rows."""
    from pipelines.intake import intake, parsing

    watch.watch(intake.Intake, "take_agency", "read")
    watch.watch(parsing, "tables_of", "validate")
    watch.watch(intake, "write_rows", "load")


def watch_build(watch: Stopwatch) -> None:
    """Accepted rows to values."""
    from pipelines.builds import Work
    from pipelines.builds.steps import Steps

    watch.watch(Steps, "load", "load")
    watch.watch(Steps, "make_core", "core")
    watch.watch(Steps, "count", "indicators")
    for owner, method in ((Steps, "check"), (Steps, "complete"), (Work, "finish")):
        watch.watch(owner, method, "values")


def watch_publication(watch: Stopwatch) -> None:
    """Values to files. Disclosure is the plan of what to withhold, and the attack on the release and its files, which a
    process of its own makes: its seconds come to whoever waits for it."""
    from pipelines.publication import publication, showing
    from pipelines.region import publication as region_publication

    watch.watch(publication.Publication, "draft", "outputs")
    watch.watch(showing, "released", "disclosure")
    watch.watch(publication, "refuse_unfit", "disclosure")
    for name in ("region_released", "region_leaks", "region_sightings"):
        watch.watch(region_publication, name, "disclosure")


def watch_review(watch: Stopwatch) -> None:
    """What a refresh writes for people after the build: review, what goes back to suppliers, what was restated."""
    from pipelines.restating import files as restating_files
    from pipelines.returns import return_packs
    from pipelines.review import writing

    watch.watch(writing, "write_review", "review")
    watch.watch(writing, "reviewed_issues", "review")
    watch.watch(return_packs, "write_packs", "review")
    watch.watch(restating_files, "write_restatements", "review")


def stop_readers(watch: Stopwatch) -> None:
    """End the processes that read files, so that the system tells what they took; it counts as reading."""
    from pipelines.intake.children import readers

    with watch.stage("read"):
        readers().stop()
