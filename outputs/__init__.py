"""What programs read of a run: JUnit, SARIF, CSV, JSON lines, and metrics for Prometheus."""

from gongkai.outputs._write import FORMATS, write_outputs

__all__ = ["FORMATS", "write_outputs"]
