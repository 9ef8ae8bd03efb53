"""How many children each case holder should hold at a month's end."""

from heapq import heapify, heapreplace

from sources.synthetic.calibration import Calibration
from sources.synthetic.establishment import (
    ASSESSMENT,
    NEW,
    OTHERS,
    SUPPORT,
    Establishment,
    Post,
    case_holding_posts,
)

UNALLOCATED_SHARE = 0.035
LIGHTER = {NEW: 0.85, SUPPORT: 0.7}


def targets(
    calibration: Calibration, establishment: Establishment, month: str, open_children: int
) -> dict[str, dict[Post, int]]:
    """The children of every case holder, by group, so that averages and highest caseloads are the calibrated ones."""
    assessment = _children(calibration, establishment, month, ASSESSMENT)
    others = round(open_children * (1 - UNALLOCATED_SHARE)) - assessment
    if month in calibration.periods("caseload_average", OTHERS):
        others = round(
            calibration.in_month("caseload_average", month, OTHERS) * establishment.hours(OTHERS, month)
        )
    numbers = {ASSESSMENT: assessment, OTHERS: others}
    return {
        group: _spread(calibration, establishment, month, group, number) for group, number in numbers.items()
    }


def _children(calibration: Calibration, establishment: Establishment, month: str, group: str) -> int:
    known = {
        anchor: average * establishment.hours(group, anchor) if anchor in establishment.months else None
        for anchor, average in calibration.periods("caseload_average", group).items()
    }
    if known.get(month) is not None:
        return round(known[month] or 0)
    return round(calibration.between("caseload_average", month, group) * establishment.hours(group, month))


def _spread(
    calibration: Calibration, establishment: Establishment, month: str, group: str, number: int
) -> dict[Post, int]:
    """Children dealt one by one to the lightest caseload; one full-time worker has exactly the highest."""
    posts = case_holding_posts(establishment.months[month], group)
    hours = sum(post.fte for post in posts)
    highest = max(round(calibration.between("caseload_maximum", month, group)), int(1.1 * number / hours) + 1)
    if month in calibration.periods("caseload_maximum", group):
        highest = round(calibration.in_month("caseload_maximum", month, group))
    fullest = next(post for post in posts if post.fte == 1 and post.role not in LIGHTER)
    workers = [post.worker for post in posts]
    # A worker in two teams is counted whole in each, so the children of both must fit the hours of one.
    shares = {post: post.fte / workers.count(post.worker) for post in posts}
    most = {post: int(highest * share + 1e-9) for post, share in shares.items()}
    held = dict.fromkeys(posts, 0) | {fullest: highest}
    heap = [(0.0, place) for place, post in enumerate(posts) if post is not fullest]
    heapify(heap)
    for _ in range(number - highest):
        _, place = heap[0]
        post = posts[place]
        held[post] += 1
        is_full = held[post] >= most[post]
        weight = shares[post] * LIGHTER.get(post.role, 1.0) * (1 + (place % 5 - 2) * 0.03)
        heapreplace(heap, (float("inf") if is_full else held[post] / weight, place))
    return held
