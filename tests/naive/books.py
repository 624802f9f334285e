"""A bill paid cent by cent."""

from fractions import Fraction


def in_proportion(cents, means, identity):
    """Ask for whole cents of the exact share first, then for one more of the next in turn."""
    means = [int(each) for each in means]
    exact = [Fraction(cents * each, max(1, sum(means))) for each in means]
    part = [int(each) for each in exact]
    turn = sorted(range(len(means)), key=lambda k: (-means[k], identity[k]))
    while sum(part) < cents:
        part[turn.pop(0)] += 1
    return part
