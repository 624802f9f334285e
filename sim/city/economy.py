"""What things cost and earn: homes, workspace, firms, third places, ideas, public money."""

from __future__ import annotations

from dataclasses import dataclass

from sim.config.quantity import Declared, choice, part, quantities, quantity
from sim.config.refusal import Refusal

TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Housing(Declared):
    """Homes: what is asked, when a lease ends, who builds."""

    median_rent: float = quantity("euro/month", 10, 10000, "median asking rent at the start")
    rent_gradient: float = quantity(
        "log points", 0, 3, "how much more is asked at the centre than at the edge, at the start"
    )
    target_vacancy: float = quantity("share", 0, 0.5, "vacancy at which asking rents stand still")
    rent_speed: float = quantity("1/month", 0, 2, "how fast asking rents follow vacancy")
    rent_step: float = quantity("share/month", 0, 0.5, "most an asking rent moves in a month")
    lease_months: int = quantity("months", 1, 240, "length of a lease, at a fixed rent")
    starting_burden: float = quantity("share", 0.05, 1, "most anyone pays of her income at first")
    burden_limit: float = quantity("share", 0.05, 1, "share of income beyond which she must search")
    regulated_rent: float = quantity("share", 0, 1, "rent of a regulated dwelling, of income")
    homeless_months: int = quantity("months", 1, 60, "months without a home after which one leaves")
    build_trigger: float = quantity(
        "ratio", 1, 10, "asking rent over its start at which they build"
    )
    build_most: float = quantity("share/year", 0, 1, "most dwellings built, of those there are")
    build_lot: int = quantity("dwellings", 1, 1000, "dwellings in a lot")
    lot_space: int = quantity("m2", 1, 10000, "workspace of a lot, for each dwelling of one")
    supply_elasticity: float = quantity(
        "ratio", 0, 5, "building for each unit of rent over the trigger; 0 for none"
    )


@dataclass(frozen=True, kw_only=True)
class Work(Declared):
    """Firms: what a worker earns them, what they pay, when they hire, shed, fail."""

    sales: float = quantity("euro/month", 1, 100000, "sales for a worker of median wage")
    agglomeration: float = quantity("exponent", 0.9, 1.5, "gamma: sales per worker rise with jobs")
    inputs: float = quantity("euro/month", 0, 100000, "other inputs for a worker of median wage")
    overhead: float = quantity("euro/month", 0, 1000000, "costs of a firm whatever its size")
    space: int = quantity("m2/job", 1, 200, "workspace of a job")
    workspace_rent: float = quantity("euro/m2/month", 0.1, 200, "workspace rent at the start")
    productivity_sd: float = quantity("log points", 0, 1, "spread of firms' productivity")
    productivity_memory: float = quantity(
        "share/month", 0, 1, "productivity kept from month to month"
    )
    hire_margin: float = quantity("share", -1, 1, "margin above which a firm hires one")
    shed_margin: float = quantity("share", -1, 1, "margin below which a firm sheds one")
    starting_wages: float = quantity("months", 0, 60, "capital at the start, in wages")
    kept_wages: float = quantity("months", 0, 120, "capital beyond which profits go to owners")
    unemployed_income: float = quantity(
        "euro/month", 1, 10000, "income without a job, from Outside"
    )
    starting_employment: float = quantity("share", 0, 1, "wage earners with a job at the start")
    saved: float = quantity("share", 0, 1, "saved of what is left after rent and fees")
    founding_capital: float = quantity("euro", 0, 1000000, "savings that founding a firm needs")
    founding_chance: float = quantity(
        "chance/idea", 0, 1, "chance that makers of an idea found a firm when they can"
    )
    closing_lag: int = quantity("months", 0, 60, "months a new firm has before it may fail")


@dataclass(frozen=True, kw_only=True)
class ThirdPlaces(Declared):
    """Third places: what they cost, charge and need."""

    fixed_cost: float = quantity("euro/month", 0, 100000, "cost of a place whatever its size")
    seat_cost: float = quantity("euro/seat/month", 0, 1000, "running cost of a seat")
    seat_space: float = quantity("m2/seat", 0.5, 100, "floor of a seat")
    equipment_upkeep: float = quantity("share/month", 0, 1, "upkeep of equipment, of its value")
    technique_cost: float = quantity("euro", 0, 1000000, "equipment for one technique")
    equipped_techniques: int = quantity("techniques", 0, 64, "techniques that need equipment")
    fee: float = quantity("euro/user/month", 0, 1000, "monthly fee where price is 1")
    upkeep_hours: float = quantity("hours/seat/month", 0, 100, "upkeep a seat in use needs")
    free_hours: float = quantity("hours/week", 0, 100, "free time of a person")
    weeks: float = quantity("weeks/month", 4, 5, "weeks in a month")
    hours_offered: float = quantity("share", 0, 1, "share of free time a ready person would give")
    fatigue_per_hour: float = quantity("1/hour", 0, 1, "fatigue that an hour given leaves")
    rest: float = quantity("1/month", 0, 1, "fatigue that goes in a month")
    backlog_half: float = quantity("hours/seat", 0.01, 1000, "backlog at which appeal halves")
    starting_cash: float = quantity("months", 0, 60, "cash at the start, in costs")
    notice: float = quantity("months", 0, 60, "debt, in costs, at which a place gives notice")
    tenures: tuple[float, ...] = quantities(
        "share", 0, 1, 3, "places, not opened by a policy, that are public, private, commons"
    )
    state_credit_share: float = quantity(
        "share", 0, 1, "places of the start, and chance of a founded one, to have a state credit"
    )
    grant_share: float = quantity("share", 0, 1, "share of cost that credit or grant covers")
    starting_price: float = quantity("ratio", 0, 5, "price of a place at the start")
    starting_openness: float = quantity("share", 0, 1, "openness of a place at the start")
    starting_equipment: int = quantity(
        "techniques", 0, 64, "techniques equipped in every third place that starts with equipment"
    )
    equipped_every: int = quantity("places", 1, 100, "one place in so many starts with equipment")
    highest_price: float = quantity("ratio", 0, 20, "highest price a place ever asks")
    price_step: float = quantity("ratio/month", 0, 1, "how fast a place raises or lowers its price")
    subsidy_dependence: float = quantity(
        "share", 0, 1, "how far a grant keeps a place from raising its price; 0 switches this off"
    )
    free_riding: float = quantity(
        "exponent", 0, 1, "how hours offered fall with the users a place has; 0 switches this off"
    )
    bearable_fee: float = quantity(
        "share", 0.001, 1, "fee, of income, that halves support for a site"
    )
    rejected_visits: float = quantity("share", 0, 1, "what is left of a rejected site's appeal")
    lease_months: int = quantity("months", 1, 240, "length of a place's lease")
    lease_loss: float = quantity("chance", 0, 1, "chance that a lease is not renewed")
    kept_cash: float = quantity("months", 0, 120, "cash beyond which surplus is paid to its owners")
    commons_governed: bool = choice(
        "whether who uses a place held as commons governs it", True, False
    )
    commons_hours: float = quantity(
        "hours/user/month", 0, 100, "hours that governing a commons takes of each of its users"
    )
    commons_pull: float = quantity(
        "share/month",
        0,
        1,
        "how fast a governed commons becomes as open as those who give it hours",
    )
    commons_lease_loss: float = quantity(
        "chance", 0, 1, "chance that the lease of a governed commons is not renewed"
    )
    founding_seats: int = quantity("seats", 1, 1000, "seats of a place that a group founds")
    founding_group: int = quantity("people", 2, 100, "strong ties that a founding needs")
    founding_strength: float = quantity("strength", 0, 1, "strength of these ties")
    founding_reach: float = quantity(
        "share", 0, 1, "pull of the best place below which one is missed"
    )
    founding_savings: float = quantity("euro", 0, 1000000, "savings that a founding needs")
    founding_chance: float = quantity("chance/month", 0, 1, "chance that a group that can, founds")
    founding_distance: float = quantity(
        "km", 0, 10, "no other place this near; foundings nearer merge"
    )

    def check_combination(self) -> None:
        """Every place is held by somebody: tenures add up to one."""
        total = sum(self.tenures)
        if abs(total - 1.0) > TOLERANCE:
            raise Refusal.of("model.tenures", tenures=list(self.tenures), total=total)


@dataclass(frozen=True, kw_only=True)
class IdeaMarket(Declared):
    """What ideas earn, sold or used."""

    price: float = quantity("euro", 0, 1000000, "price of an idea of value 1 in an empty market")
    reference_sales: float = quantity(
        "ideas/1000 people/month", 0.01, 1000, "Q0, sales at that price"
    )
    saturation: float = quantity("exponent", 0, 2, "how the price falls with sales")
    team_share: float = quantity("share", 0, 1, "part of the price that goes to the team")
    shelf_months: int = quantity("months", 0, 240, "months an unsold idea waits")
    jobs_per_purchase: int = quantity(
        "jobs", 1, 1000, "jobs for each purchase a month beyond the first"
    )
    open_months: int = quantity("months", 1, 600, "age at which an open idea is no longer used")
    use_value: float = quantity("euro", 0, 100000, "commons value of a use of an idea of value 1")
    captured: float = quantity("share", 0, 1, "part of a use that firms capture as sales")
    needed: int = quantity("techniques", 1, 6, "techniques of an idea that its user must hold")
    tacit: float = quantity("share", 0, 1, "share of knowledge that does not travel online")
    tacit_loss: float = quantity("chance", 0, 1, "uses lost online where all knowledge is tacit")
    leak: float = quantity("chance/month", 0, 1, "chance that a closed idea becomes open")


@dataclass(frozen=True, kw_only=True)
class PublicMoney(Declared):
    """What public works cost and how they are paid."""

    building: float = quantity("euro/m2", 1, 100000, "cost of building")
    annuity_years: int = quantity("years", 1, 100, "years over which a building is paid")
    interest: float = quantity("share/year", 0, 1, "interest on a building")
    commitments: float = quantity("share", 0.01, 1, "most of a month's purse that may be committed")
    carry_months: int = quantity("months", 1, 600, "months a purse may carry over")
    administration: float = quantity(
        "share", 0, 0.5, "part of every instrument's money that goes to administration"
    )
    wear: float = quantity("share/year", 0, 1, "public capital lost a year")
    amenity_weight: float = quantity("utility", 0, 10, "weight of public capital in amenity")
    amenity_scale: float = quantity("euro/person", 1, 1000000, "scale of public capital in amenity")
    seats_weight: float = quantity("utility", 0, 10, "weight of open seats in amenity")
    seats_reference: float = quantity("seats", 1, 10000, "seats at which both laws of seats agree")
    seats_law: str = choice("how amenity grows with open seats", "logarithmic", "linear")
    jurisdiction: float = quantity(
        "share",
        0,
        1,
        "side of the square around the middle where planners may build, of the city's",
    )
    shadow_wage: float = quantity("euro/hour", 0, 200, "worth of an hour given")
    marketing_weight: float = quantity("utility", 0, 10, "weight of marketing for a candidate")
    marketing_scale: float = quantity("euro/candidate", 1, 100000, "scale of marketing")
    marketing_fading: float = quantity("share/month", 0, 1, "marketing forgotten a month")
    programming_scale: float = quantity("euro/seat/month", 0.1, 10000, "scale of programming")
    image_chasing: bool = choice(
        "whether planners copy the most visited of the places that are a year old", True, False
    )
    copied: float = quantity("weight", 0, 10, "weight of being near that site in a planner's score")
    lot_mismatch: float = quantity("share", 0, 1, "part of a zone's new floor that fits no firm")
    deadweight: bool = choice("whether firms that would come anyway are paid as well", True, False)
    newcomers_deadweight: bool = choice(
        "whether newcomers who would come anyway are paid as well", True, False
    )
    built_ahead: bool = choice(
        "whether all floor of a zone is built before firms ask for it", True, False
    )
    captured: float = quantity(
        "share", 0, 1, "how far only those who take part are heard where residents are asked"
    )
    rejected_sites: bool = choice("whether those who live around may reject a site", True, False)
    support_needed: float = quantity("share", 0, 1, "support below which a site is rejected")
    turned_over: float = quantity(
        "chance/year", 0, 1, "chance that a rejected site is turned to another use"
    )


@dataclass(frozen=True, kw_only=True)
class Economy(Declared):
    """All prices of the city."""

    housing: Housing = part("homes")
    work: Work = part("firms and wages")
    places: ThirdPlaces = part("third places")
    ideas: IdeaMarket = part("ideas")
    public: PublicMoney = part("public money")
