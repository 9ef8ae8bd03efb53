"""DfE's published statistics: comparators, populations and statistical neighbours."""
