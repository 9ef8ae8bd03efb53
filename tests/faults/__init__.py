"""What goes wrong with machines: a month's work is killed, starved, raced and damaged, and has to come out the same.

SCORECARD_STAGES and SCORECARD_MOMENTS say how many stages and moments `tests/test_faults.py` tries.
"""
