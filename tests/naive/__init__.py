"""Slow twins of the kernels, by another road: plain Python, no arrays to index into."""
