"""The made-up partnership: children, events, agencies' files, and the faults planted in them."""
