"""Shares in whole steps, and sums in whole things."""

import math

from tests.naive.arithmetic import WHOLE, in_steps, logistic, towards

__all__ = ["WHOLE", "clipped", "in_steps", "logistic", "share_out", "towards"]


def clipped(number, least=0.0, most=1.0):
    """Return a number, or the bound that it passes."""
    return min(max(number, least), most)


def share_out(total, weights, lots):
    """Share out whole things by weight: whole parts first, then by largest remainder, then luck."""
    everything = sum(weights)
    wanted = [total * weight / everything for weight in weights]
    given = [math.floor(each) for each in wanted]
    in_turn = sorted(range(len(wanted)), key=lambda k: (given[k] - wanted[k], lots[k]))
    for k in in_turn[: total - sum(given)]:
        given[k] += 1
    return given


def in_proportion(cents, means):
    """Ask everyone for her part of a sum, in whole cents; the richest first pay the odd ones.

    ``means`` says what each can pay, in the order in which equals are asked.
    """
    everything = sum(means)
    parts = [cents * each // everything if everything else 0 for each in means]
    richest = sorted(range(len(means)), key=lambda k: -means[k])
    for k in richest[: cents - sum(parts)]:
        parts[k] += 1
    return parts
