"""What goes wrong with machines: a month's work is killed, starved, raced and damaged, and has to come out the same.

`python -m tests.faults` tries all of it and writes docs/machine-faults.md; the tests try a part.
"""
