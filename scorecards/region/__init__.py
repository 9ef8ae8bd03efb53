"""A region's scorecard: sums over its authorities, and each authority among the others."""
