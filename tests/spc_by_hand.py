"""Control charts worked out a second time, straight from the written rules: loops over plain lists, exact fractions.

It shares nothing with the product. Values are in order of time; None is a gap. `phases` are the places at which new
limits begin. What comes back is a dictionary a point and, for the series, its icons.
"""

from fractions import Fraction


def exact_mean(numbers):
    total = Fraction(0)
    for number in numbers:
        total += Fraction(number)
    return float(total / len(numbers))


def by_hand(values, *, better, target=None, phases=(), shift, trend, count_outside, screen, least=1, fixed=None,
            improvement_wins=False):  # fmt: skip
    starts = sorted({0, *phases})
    out = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(values)
        out += one_phase(
            values[start:end], better, shift, trend, count_outside, screen, least, fixed, improvement_wins
        )
    return {"points": out, "variation": variation(out, better), "assurance": assurance(out, better, target)}


def one_phase(values, better, shift, trend, count_outside, screen, least, fixed, improvement_wins):
    used = values if fixed is None else values[:fixed]
    numbers = [value for value in used if value is not None]
    points = [
        {"value": value, "mean": None, "lower": None, "upper": None, "type": "common_cause"}
        for value in values
    ]
    if sum(value is not None for value in values) < least or not numbers:
        return points
    centre = exact_mean(numbers)
    ranges = []
    for place in range(1, len(used)):
        if used[place] is not None and used[place - 1] is not None:
            ranges.append(abs(used[place] - used[place - 1]))
    lower = upper = near_lower = near_upper = None
    if ranges:
        typical = exact_mean(ranges)
        if screen and typical > 0:
            kept = []
            for each in ranges:
                if each < 3.267 * typical:
                    kept.append(each)
            typical = exact_mean(kept)
        lower, upper = centre - 2.66 * typical, centre + 2.66 * typical
        near_lower, near_upper = centre - 2 * (2.66 / 3) * typical, centre + 2 * (2.66 / 3) * typical
    for point in points:
        point["mean"], point["lower"], point["upper"] = centre, lower, upper

    def side(place):
        value = values[place]
        if value is None or value == centre:
            return 0
        return 1 if value > centre else -1

    def outside(place):
        value = values[place]
        return value is not None and upper is not None and (value > upper or value < lower)

    def near(place):
        value = values[place]
        if value is None or upper is None:
            return False
        beyond = value > near_upper or value < near_lower
        return beyond and (count_outside or not outside(place))

    n = len(values)
    in_shift, in_rise, in_fall, in_pair = set(), set(), set(), set()
    for first in range(n - shift + 1):
        places = range(first, first + shift)
        for wanted in (1, -1):
            if all(side(place) == wanted for place in places):
                in_shift.update(places)
    for first in range(n - trend + 1):
        places = range(first, first + trend)
        if any(values[place] is None for place in places):
            continue
        if all(values[place] < values[place + 1] for place in places[:-1]):
            in_rise.update(places)
        if all(values[place] > values[place + 1] for place in places[:-1]):
            in_fall.update(places)
    for first in range(n - 2):
        places = range(first, first + 3)
        for wanted in (1, -1):
            if all(side(place) == wanted for place in places) and sum(near(place) for place in places) >= 2:
                in_pair.update(place for place in places if near(place))
    in_trend = in_rise | in_fall
    for place in range(n):
        found = []
        if outside(place):
            found.append(side(place))
        if place in in_trend:
            if place + 1 in in_trend and values[place + 1] is not None:
                step = values[place + 1] - values[place]
            else:
                step = values[place] - values[place - 1]
            found.append(1 if step > 0 else -1)
        if place in in_pair:
            found.append(side(place))
        if place in in_shift:
            found.append(side(place))
        if not found:
            continue
        points[place]["type"] = named(found, better, improvement_wins)
    return points


def named(found, better, improvement_wins):
    good = {"higher": 1, "lower": -1}.get(better, 0)
    if good == 0:
        return "special_cause_neutral_high" if found[0] == 1 else "special_cause_neutral_low"
    if found[0] == good or (improvement_wins and good in found):
        return "special_cause_improvement"
    return "special_cause_concern"


def variation(points, better):
    with_value = [point for point in points if point["value"] is not None]
    if not with_value or with_value[-1]["mean"] is None:
        return ""
    kind = with_value[-1]["type"].replace("special_cause_", "")
    if kind == "improvement":
        return "improvement_high" if better == "higher" else "improvement_low"
    if kind == "concern":
        return "concern_low" if better == "higher" else "concern_high"
    return kind


def assurance(points, better, target):
    if not points or target is None or better not in ("higher", "lower") or points[-1]["upper"] is None:
        return ""
    lower, upper = points[-1]["lower"], points[-1]["upper"]
    if lower == upper:
        meets = target <= lower if better == "higher" else target >= lower
        return "consistent_pass" if meets else "consistent_fail"
    if target > upper:
        return "consistent_fail" if better == "higher" else "consistent_pass"
    if target < lower:
        return "consistent_pass" if better == "higher" else "consistent_fail"
    return "inconsistent"
