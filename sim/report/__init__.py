"""What one reads and hands on: the page, the figures, the tables as CSV."""

from sim.report.write import write, write_run, write_sweep

__all__ = ["write", "write_run", "write_sweep"]
