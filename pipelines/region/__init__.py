"""The figures of many authorities together: sums, values and the region's edition."""
