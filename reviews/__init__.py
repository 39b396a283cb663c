"""What people read: the overview of a run here, the Data Docs classes in `gongkai.reviews.views`."""

from gongkai.reviews._overview import write_overview

__all__ = ["write_overview"]
