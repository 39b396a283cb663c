"""What reports say of each other: frames that need more than one report, compared but not judged."""

from gongkai.relations._relations import Relations, relate

__all__ = ["Relations", "relate"]
