"""Planners: a grant, its split, promises kept, what is over given back (docs/model.md, 5)."""

import mesa

from tests.naive.reference.books import OUTSIDE, PEOPLE, PURSE
from tests.naive.reference.instruments import INSTRUMENTS
from tests.naive.reference.offers import Offers
from tests.naive.reference.shares import in_proportion


class Planner(mesa.Agent):
    """Receives a grant each month and spends it on the instruments of a policy."""

    def __init__(self, model, policy, grant):
        super().__init__(model)
        self.policy = policy
        self.share = {name: int(share * grant) for name, share in policy.split.items()}
        first = next(iter(self.share))
        self.share[first] += grant - sum(self.share.values())
        part = model.numbers.economy.public.administration
        self.kept = {name: round(part * cents) for name, cents in self.share.items()}
        self.share = {name: cents - self.kept[name] for name, cents in self.share.items()}
        self.jurisdiction = jurisdiction(model)
        for name in policy.instruments:
            model.purses.setdefault(name, 0)
            model.reserved.setdefault(name, 0)

    def spend(self):
        """Take the month's grant, keep promises, let every instrument act, return what is over."""
        model = self.model
        self.receive(sum(self.share.values()) + sum(self.kept.values()))
        for name, cents in self.share.items():
            model.purses[name] += cents
            if self.kept[name]:
                model.books.spend(name, "administration", OUTSIDE, self.kept[name])
        self.pay_commitments()
        self.pay_newcomers()
        for number, (name, instrument) in enumerate(self.policy.instruments.items()):
            act = INSTRUMENTS[type(instrument).__name__]
            act(model, instrument, Purse(model, name, number, self))
        self.give_back_what_is_over()

    def receive(self, grant):
        """Receive the grant from Outside, or from those who live here."""
        books, people = self.model.books, self.model.people
        if self.model.numbers.budget_source == "outside":
            books.pay(OUTSIDE, PURSE, "grant", grant)
            books.note(PURSE, "grant", grant)
            return
        means = [max(person.income, 0) for person in people]
        for person, part in zip(people, in_proportion(grant, means), strict=True):
            person.transfer -= part
        books.pay(PEOPLE, PURSE, "tax", grant)
        books.note(PEOPLE, "grant", grant)

    def pay_commitments(self):
        """Pay for buildings, as far as each purse goes."""
        model = self.model
        for each in model.commitments:
            due = min(each.cents, model.purses[each.instrument])
            model.purses[each.instrument] -= due
            model.books.spend(each.instrument, each.account, OUTSIDE, due)
            each.months -= 1
        model.commitments = [each for each in model.commitments if each.months > 0]

    def pay_newcomers(self):
        """Pay newcomers what was set aside for them; what those who left will not get goes back."""
        model = self.model
        payer = model.offers.payer.get("talent")
        if payer is None:
            return
        active = [p for p in model.people if p.incentive > 0 and p.incentive_end >= model.month]
        due = sum(person.incentive for person in active)
        model.books.spend(payer, "incentive", PEOPLE, due)
        kept = sum(p.incentive * (p.incentive_end - model.month) for p in active)
        model.purses[payer] += model.reserved[payer] - due - kept
        model.reserved[payer] = kept

    def give_back_what_is_over(self):
        """Pay out, per head, what a purse holds beyond so many months of its share."""
        model, people = self.model, self.model.people
        for name, cents in self.share.items():
            over = model.purses[name] - model.numbers.economy.public.carry_months * cents
            if over > 0 and people:
                each = over // len(people)
                model.purses[name] -= each * len(people)
                for person in people:
                    person.transfer += each
                model.books.spend(name, "returned", PEOPLE, each * len(people))


class Purse:
    """One instrument's money, and its name in the books."""

    def __init__(self, model, name, number, planner):
        self.model, self.name, self.number = model, name, number
        self.share = planner.share[name]
        self.jurisdiction = planner.jurisdiction

    @property
    def left(self):
        """Cents that may still be spent."""
        return self.model.purses[self.name]

    def spend(self, account, payee, cents):
        """Pay out of the purse."""
        assert cents <= self.left
        self.model.purses[self.name] -= cents
        self.model.books.spend(self.name, account, payee, cents)


def jurisdiction(model):
    """Return the cells of the square around the middle in which planners may build."""
    side = model.numbers.city.side
    cells = max(1, round(model.numbers.economy.public.jurisdiction * side))
    within = range((side - cells) // 2, (side - cells) // 2 + cells)
    return {cell for cell in model.cells if cell.row in within and cell.column in within}


def end_of_policy(model):
    """Let go what an earlier policy held out."""
    payer = model.offers.payer.get("talent")
    if payer is not None:
        model.purses[payer] += model.reserved[payer]
        model.reserved[payer] = 0
    for person in model.people:
        person.incentive = person.incentive_end = 0
    for place in model.places:
        place.programming = 0.0
    model.offers = Offers(len(model.kinds))
