"""What a partnership chooses, table by table of its settings: what each choice means, and what it may be."""
