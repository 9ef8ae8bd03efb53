"""From a figure to the rows it counts and the columns it reads, told by the queries themselves."""
