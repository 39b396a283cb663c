"""The rules judged where reports lie: `engines.sql` in a database, `engines.spark` on a cluster.

Both give what `rules.judge` gives on a frame, so that a finding is the same wherever it was made.
"""

from gongkai.engines._gathered import GatheredVerdicts, Part, gather, judge_part

__all__ = ["GatheredVerdicts", "Part", "gather", "judge_part"]
