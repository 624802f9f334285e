"""What one reads and hands on: the page, the figures, the tables as CSV."""

from sim.report.write import make_ready, write, write_run, write_sweep

__all__ = ["make_ready", "write", "write_run", "write_sweep"]
