"""The month written plainly in objects, from docs/model.md, gives the city that columns give."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sim.city.cells import Cells
from sim.city.firms import Firms, Places
from sim.city.ideas import Ideas
from sim.city.people import People, Ties
from sim.kernels.luck import Purpose
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from tests.naive.reference import ReferenceModel, agreement, encounters, labour, live, upkeep
from tests.naive.reference.agreement import first_difference
from tests.side_by_side import EVENTFUL, SMALL, lived
from tests.villages import ARMS, MATCHED

BURN_IN, MONTHS = 12, 24
COMPARISONS = [
    *((policy, 0) for policy in (*ARMS, *MATCHED)),
    *((arm, 1) for arm in ARMS[2:]),
    *((model, 0) for model in ("collaborative_city", "smart_city", "random_sites")),
    ("none", 6),  # somebody finds no home and leaves
]
OTHER_RULES = {
    "the recognised are learnt from, amenity is linear in seats, places have returns to size": (
        *("behaviour.learn.rule=recognised", "behaviour.learn.chance=0.5"),
        *("economy.public.seats_law=linear", "behaviour.meet.place_exponent=1.1"),
        *("behaviour.move.creative_share=0.2", "economy.work.agglomeration=1.1"),
    ),
    "people conform and forget, the city pays, planners build in the middle, few places reach": (
        *("behaviour.learn.rule=conform", "behaviour.learn.chance=0.5"),
        *("behaviour.learn.most_held=9", "budget_source=local_tax", "budget=0.05"),
        *("economy.public.jurisdiction=0.5", "behaviour.gather.catchment=0.3"),
        *("city.catchment_cutoff=2", "behaviour.meet.room_size=2"),
    ),
    "all that may go wrong with public money goes wrong": (
        *("economy.public.image_chasing=true", "economy.public.lot_mismatch=0.4"),
        *("economy.public.deadweight=false", "economy.public.rejected_sites=true"),
        *("economy.public.support_needed=0.85", "economy.public.turned_over=0.6"),
        *("economy.places.subsidy_dependence=0.5", "economy.places.free_riding=0.4"),
    ),
    "commons are governed, few are heard, who would come anyway is not paid, zones grow by lots": (
        *("economy.places.commons_governed=true", "economy.places.commons_hours=1"),
        *("economy.places.commons_pull=0.3", "economy.places.commons_lease_loss=0.2"),
        *("economy.public.captured=0.7", "economy.public.rejected_sites=true"),
        *("economy.public.newcomers_deadweight=false", "economy.public.built_ahead=false"),
        "economy.public.administration=0.07",
        *("city.places_per_1000=40", "economy.places.founding_group=6"),
    ),
}
AT_THE_LIMIT = (
    *(*SMALL, "city.density_gradient=0", "behaviour.come_and_go.knock=100"),
    *("economy.housing.rent_step=0.002", "economy.housing.target_vacancy=0.4"),
    *("economy.housing.rent_speed=1", "economy.housing.build_trigger=1.004"),
    *("economy.housing.build_lot=1", "economy.housing.build_most=0.9"),
    "economy.housing.supply_elasticity=5",
)
RARE = (
    *("turned_away", "learnt", "discovered", "new_ideas", "duplicates", "shared_ideas", "opened"),
    *("leaked", "bounties", "ideas_sold", "uses", "captured_here", "laid_off", "hired"),
    *("jobs_paid", "firms_founded", "firms_closed", "firms_moved", "firms_arrived", "firms_bonus"),
    *("places_founded", "groups_merged", "places_opened", "places_closed", "places_moved"),
    *("built_dwellings", "built_workspace", "evicted", "moves", "forced_moves", "entered"),
    *("talent_promised", "excluded", "left", "left_homeless"),
)
COMPARED = {
    People: (
        *agreement.PERSON,
        "identity",
        "status",
        "kind",
        "home",
        "skills",
        "workplace",
        "usual",
    ),
    Ties: ("other", "strength", "channel", "born", "joint"),
    Firms: (*agreement.FIRM, *("identity", "open", "cell", "skills", "founder_skills")),
    Places: (*agreement.PLACE, "identity", "cell", "equipment", "admission"),
    Cells: agreement.CELL,
    Ideas: (*agreement.IDEA, "identity", "techniques", "venue", "shares"),
}
TOLD_OTHERWISE = {"promised_by", "member", "member_identity"}  # as purses and makers


@pytest.mark.parametrize("policy", ["attraction", "collaboration", "collaborative_city"])
def test_the_first_months_are_the_same_in_columns_and_in_objects(policy):
    assert lived(policy, 3, 6, 0, *EVENTFUL).difference is None


@pytest.mark.slow
@pytest.mark.parametrize(("policy", "seed"), COMPARISONS)
def test_two_years_of_every_policy_are_the_same_in_columns_and_in_objects(policy, seed):
    assert lived(policy, BURN_IN, MONTHS, seed, *EVENTFUL).difference is None


@pytest.mark.slow
@pytest.mark.parametrize("policy", ARMS[2:])
@pytest.mark.parametrize("rules", OTHER_RULES.values(), ids=OTHER_RULES)
def test_other_rules_are_the_same_in_columns_and_in_objects(policy, rules):
    assert lived(policy, BURN_IN, MONTHS, 2, *EVENTFUL, *rules).difference is None


@pytest.mark.slow
@pytest.mark.parametrize("policy", ARMS)
def test_a_village_with_the_numbers_of_the_presets_is_the_same_too(policy):
    assert lived(policy, BURN_IN, MONTHS, 3, *SMALL).difference is None


@pytest.mark.slow
def test_where_all_rents_rise_alike_the_last_bit_does_not_decide_where_is_built():
    cities = lived("none", BURN_IN, BURN_IN, 0, *AT_THE_LIMIT)

    assert cities.difference is None
    assert cities.happened["built_dwellings"] > MONTHS


@pytest.mark.slow
def test_all_that_can_happen_happened_while_they_were_compared():
    happened = Counter()
    for policy, seed in COMPARISONS:
        happened.update(lived(policy, BURN_IN, MONTHS, seed, *EVENTFUL).happened)

    assert [what for what in RARE if not happened[what]] == []


def test_the_objects_share_no_rule_with_the_columns():
    naive = Path(agreement.__file__).parents[1]
    rooms = [*naive.glob("reference/*.py"), naive / "luck.py", naive / "arithmetic.py"]
    lines = [line for room in rooms for line in room.read_text(encoding="utf-8").splitlines()]
    borrowed = {line for line in lines if re.match(r"\s*(from|import) (sim|numpy|numba)\b", line)}

    assert borrowed == {"from sim.kernels.luck import Purpose"}


def test_every_purpose_has_its_address_on_the_page():
    page = (Path(__file__).parents[2] / "docs/model.md").read_text(encoding="utf-8")

    assert [each.name for each in Purpose if f"| `{each.name}` {each.value} |" not in page] == []


@pytest.mark.parametrize("table", COMPARED, ids=lambda table: table.__name__)
def test_every_column_is_compared(table):
    assert set(table.COLUMNS) - TOLD_OTHERWISE == set(COMPARED[table])


@pytest.mark.parametrize(
    ("room", "rule", "verb"),
    [
        (encounters, "fade", "accept"),
        (encounters, "drift", "drift"),
        (labour, "change_productivity", "work"),
        (upkeep, "rent", "rent"),
    ],
)
def test_a_rule_left_out_of_one_of_them_is_told_with_its_verb(monkeypatch, room, rule, verb):
    monkeypatch.setattr(room, rule, lambda *_: None)

    told = lived.__wrapped__("none", 2, 1, 0, *SMALL).difference

    assert told.endswith(f"It shows after {verb}.")


def test_a_cent_astray_is_told():
    scenario = Scenario.compose(*SMALL)
    columns, objects = CityModel(scenario), ReferenceModel(scenario)
    objects.people[7].savings += 1

    told = first_difference(columns.city, objects)

    assert told.startswith("in month 0 of seed 0, person 7's savings is ")


def test_a_city_of_objects_can_be_lived_by_itself():
    assert live(Scenario.compose(*SMALL, "policy=cash"), 2).month == 2
