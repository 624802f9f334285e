"""The books: who paid whom how much, to the cent."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config.catalogue import text

OUTSIDE = "outside"
PEOPLE = "people"
FIRMS = "firms"
PLACES = "places"
LANDLORDS = "landlords"
PURSE = "purse"
ACCOUNTS = (OUTSIDE, PEOPLE, FIRMS, PLACES, LANDLORDS, PURSE)


class Books:
    """Six accounts in cents, and every payment between them.

    ``balance`` holds what each account has, Outside being minus everything that ever came in;
    ``month`` the payments of this month, by (payer, payee, what for). ``ledger`` holds public
    spending by (instrument, account), in cents, and hours given at the shadow wage.
    """

    def __init__(self) -> None:
        self.balance: dict[str, int] = dict.fromkeys(ACCOUNTS, 0)
        self.month: dict[tuple[str, str, str], int] = defaultdict(int)
        self.ledger: dict[tuple[str, str], int] = defaultdict(int)

    def pay(self, payer: str, payee: str, what_for: str, cents: int) -> None:
        """Move money from one account to another; negative sums are refused."""
        cents = int(cents)
        if cents < 0:
            told = {"payer": payer, "payee": payee, "what_for": what_for}
            raise ValueError(text("problems.city.negative_payment", cents=cents, **told))
        self.balance[payer] -= cents
        self.balance[payee] += cents
        self.month[payer, payee, what_for] += cents

    def spend(self, instrument: str, account: str, payee: str, cents: int) -> None:
        """Pay public money out of the purse, and write down which instrument spent it on what."""
        self.pay(PURSE, payee, account, cents)
        self.ledger[instrument, account] += int(cents)

    def note(self, instrument: str, account: str, cents: int) -> None:
        """Write down something that is not a payment out of the purse: a grant, hours given."""
        self.ledger[instrument, account] += int(cents)

    def turn_page(self) -> None:
        """Begin a new month."""
        self.month.clear()

    def copy(self) -> Books:
        """Return independent books with the same balances."""
        twin = Books()
        twin.balance = dict(self.balance)
        twin.month = defaultdict(int, self.month)
        twin.ledger = defaultdict(int, self.ledger)
        return twin


def in_proportion(
    cents: int, means: NDArray[np.int64], identity: NDArray[Any]
) -> NDArray[np.int64]:
    """Share a sum out in proportion to what each has, in whole cents, nobody above what she has.

    Each pays floor(cents x means / all means); the odd cents, fewer than there are people who
    have anything, are paid one each by those who have most, equals by identity.

    Parameters
    ----------
    cents : int
        From 0 to all that they have together.
    means : int64 array, one per person, cents, 0 or more
    identity : int64 array, one per person

    Returns
    -------
    int64 array, one per person, cents
        Sums to ``cents``.
    """
    everything = int(means.sum())
    if not 0 <= cents <= everything:
        raise ValueError(text("problems.city.shared_out", cents=cents, everything=everything))
    if cents == 0:
        return np.zeros(len(means), np.int64)
    # whole numbers of any size: cents times cents may pass 64 bits
    part = (means.astype(object) * cents // everything).astype(np.int64)
    richest = np.lexsort((identity, -means))
    part[richest[: cents - int(part.sum())]] += 1
    return part
