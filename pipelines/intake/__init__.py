"""Files of the inbox become deliveries: found, copied, read by guarded processes, typed, judged and recorded."""
