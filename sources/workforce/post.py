"""The establishment on the month's last day, from HR."""

from schemas.post import Post
from sources.source import Source

SOURCE = Source(table=Post, delivery="as_at")
