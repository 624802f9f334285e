"""The city as a modeller would write it who has only docs/model.md: objects, month after month."""

import mesa

from tests.naive.reference import (
    encounters,
    govern,
    housing,
    labour,
    making,
    market,
    meetings,
    outings,
    settle,
    start,
    turnover,
    upkeep,
)
from tests.naive.reference.books import PURSE, Books
from tests.naive.reference.chance import Luck
from tests.naive.reference.offers import Offers
from tests.naive.reference.planner import Planner, end_of_policy


class ReferenceModel(mesa.Model):
    """One city, lived through month by month; plain objects, plain numbers, no haste."""

    def __init__(self, numbers):
        super().__init__(rng=numbers.seed)
        self.numbers = numbers
        self.luck = Luck(numbers.seed)
        self.kinds = list(numbers.population.kinds.values())
        self.month = 0
        self.people, self.emigrants = [], []
        self.firms, self.places, self.cells = [], [], []
        self.ideas, self.known_sets = [], set()
        self.books = Books()
        self.offers = Offers(len(self.kinds))
        self.purses, self.reserved, self.commitments = {}, {}, []
        self.announced_places, self.vacated = [], []
        self.unbuilt = {}
        self.planners = []
        self.happened = {}
        start.build(self)

    def branch(self, numbers):
        """Go on under another scenario; those present now are the founders."""
        self.numbers = numbers
        self.books.ledger.clear()
        if self.books.balance[PURSE]:
            self.books.note(PURSE, "grant", self.books.balance[PURSE])
        for person in self.people:
            person.founder = True
            person.made_before = person.made
            person.moves_forced = 0
        end_of_policy(self)
        if numbers.policy.instruments:
            income = sum(person.income for person in self.people)
            self.planners.append(Planner(self, numbers.policy, int(numbers.budget * income)))
        return self

    def step(self):
        """Live one month."""
        self.govern()  # planners spend; places open, close and move
        self.gather()  # people go out and take seats
        self.meet()  # those in one room meet, and neighbours, friends, strangers
        self.accept()  # some meetings take; ties grow and fade
        self.learn()  # techniques pass from one to another
        self.make()  # teams put techniques together
        self.release()  # ideas are opened, sold, used
        self.work()  # firms trade and hire; everyone earns and pays
        self.keep_up()  # places are paid for and repaired
        self.rent()  # rents follow vacancy; developers build
        self.move()  # leases end, dwellings are let
        self.come_and_go()  # some enter, some leave, firms arrive
        self.drift()  # people grow a little alike
        self.settle()  # everything adds up

    def govern(self):
        """Begin the month, settle the places' fate, and let planners spend."""
        govern.begin(self)
        govern.govern(self)
        for planner in self.planners:
            planner.spend()

    def gather(self):
        """Let people go out."""
        outings.gather(self)

    def meet(self):
        """Let people meet."""
        meetings.meet(self)

    def accept(self):
        """Let meetings take, or not."""
        encounters.accept(self)

    def learn(self):
        """Let people learn."""
        encounters.learn(self)

    def make(self):
        """Let teams make things."""
        making.make(self)

    def release(self):
        """Let ideas out."""
        market.release(self)

    def work(self):
        """Let firms and households earn and pay."""
        labour.work(self)

    def keep_up(self):
        """Let places be kept up."""
        upkeep.keep_up(self)

    def rent(self):
        """Let rents follow vacancy."""
        upkeep.rent(self)

    def move(self):
        """Let people move house."""
        housing.move(self)

    def come_and_go(self):
        """Let people and firms arrive and leave."""
        turnover.come_and_go(self)

    def drift(self):
        """Let people change."""
        encounters.drift(self)

    def settle(self):
        """Close the month."""
        settle.settle(self)

    def count(self, what, times=1):
        """Write down how often something came about this month."""
        self.happened[what] = self.happened.get(what, 0) + times

    def offered_by(self, offer):
        """Return what the instrument behind an offer can still pay, cents."""
        return self.purses.get(self.offers.payer.get(offer), 0)

    def pay_offer(self, offer, account, payee, cents):
        """Pay what a policy offered out of its instrument's purse."""
        payer = self.offers.payer[offer]
        self.purses[payer] -= cents
        self.books.spend(payer, account, payee, cents)

    def reserve_offer(self, offer, cents):
        """Set aside what a policy promised; return whose purse keeps it."""
        payer = self.offers.payer[offer]
        self.purses[payer] -= cents
        self.reserved[payer] += cents
        return payer

    def pay_promise(self, payer, account, payee, cents):
        """Pay what was promised out of what was set aside for it."""
        self.reserved[payer] -= cents
        self.books.spend(payer, account, payee, cents)

    def release_promise(self, payer, cents):
        """Put back into a purse what was set aside and is no longer due."""
        self.reserved[payer] -= cents
        self.purses[payer] += cents

    def open_firms(self):
        """Return the firms that are open, by identity."""
        return sorted((f for f in self.firms if f.open), key=lambda firm: firm.identity)

    def open_places(self):
        """Return the third places that are open, in the order in which they were announced."""
        return [place for place in self.places if place.open]

    def residents(self, cell):
        """Return who lives in a cell, by identity."""
        return [person for person in self.people if person.home is cell]

    def staff(self, firm):
        """Return who works for a firm, by identity."""
        return [person for person in self.people if person.workplace is firm]


def live(numbers, months):
    """Build a city and live so many months of it, under the policy of its scenario from the first.

    For timing it beside the model of ``sim``.
    """
    model = ReferenceModel(numbers).branch(numbers)
    for _ in range(months):
        model.step()
    return model
