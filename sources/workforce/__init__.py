"""Reports of human resources."""
