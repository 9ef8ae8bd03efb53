"""Statistical process control: control charts, their rules and what they say."""
