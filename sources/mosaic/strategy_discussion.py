"""Every strategy discussion, not only the one that began the enquiry."""

from schemas.strategy_discussion import StrategyDiscussion
from sources.source import Source

SOURCE = Source(table=StrategyDiscussion, delivery="snapshot")
