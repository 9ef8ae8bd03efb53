"""What `scorecard doctor` looks at."""
