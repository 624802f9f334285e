"""The books: who paid whom how much, to the cent."""

from collections import Counter

OUTSIDE, PEOPLE, FIRMS, PLACES, LANDLORDS, PURSE = (
    "outside",
    "people",
    "firms",
    "places",
    "landlords",
    "purse",
)


class Books:
    """Six accounts; this month's payments; what public money was spent on since the branch."""

    def __init__(self):
        self.balance = dict.fromkeys((OUTSIDE, PEOPLE, FIRMS, PLACES, LANDLORDS, PURSE), 0)
        self.month = Counter()
        self.ledger = Counter()

    def pay(self, payer, payee, what_for, cents):
        """Move money from one account to another."""
        if cents < 0:
            raise ValueError(f"{payer} cannot pay {payee} {cents} cents for {what_for}.")
        self.balance[payer] -= cents
        self.balance[payee] += cents
        self.month[payer, payee, what_for] += cents

    def spend(self, instrument, account, payee, cents):
        """Pay public money, and write down what for."""
        self.pay(PURSE, payee, account, cents)
        self.ledger[instrument, account] += cents

    def note(self, instrument, account, cents):
        """Write down what is not paid out of the purse."""
        self.ledger[instrument, account] += cents
