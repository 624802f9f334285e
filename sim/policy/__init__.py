"""Instruments of policy, and policies, which are lists of them; no rule knows any by name."""
