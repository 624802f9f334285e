"""Asking rents, one landlord after the other."""

import math


def adjust_rents(rent, vacancy, target, speed, most):
    lowest, highest = 1 - most, 1 + most
    change = [math.exp(speed * (target - empty)) for empty in vacancy]
    return [
        asked * sorted([lowest, factor, highest])[1]
        for asked, factor in zip(rent, change, strict=True)
    ]
