"""The department's daily payloads as a source."""
