"""What policies hold out to people and firms who decide this month."""


class Offers:
    """Offers that stand, and which instrument is behind each."""

    def __init__(self, kinds):
        self.marketing = [0.0] * kinds  # euros that still speak to a candidate, by kind
        self.awareness = [0.0] * kinds  # the utility that this adds for her
        self.talent = [0] * kinds  # cents a month for a newcomer, by kind
        self.talent_months = 0
        self.firm = 0  # cents for each job a relocated firm brings
        self.bounty = 0  # cents for an idea released openly
        self.zone_discount = 0.0
        self.online = 0.0  # how far what open places do reaches those at home
        self.stay_home = 0.0  # the share of going out that this takes away
        self.payer = {}
