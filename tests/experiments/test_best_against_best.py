"""Both families are searched alike, within what can be funded, and a killed search goes on."""

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import optuna
import pandas as pd
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from experiments import asking
from experiments.best_against_best import __main__ as command
from experiments.best_against_best import living, searching
from experiments.best_against_best.searching import PRIMARY
from experiments.best_against_best.space import design, presets, shares, spaces
from sim.door.requests import MOST_ARMS
from sim.ensemble.moving import moved, value_at

ROOT = Path(__file__).parents[2]
OPTIMISER = {"evaluations": 6, "seed": 5, "startup": 4}
TINY = ("city=village", "burn_in=1", "months=1")


@pytest.fixture(scope="module")
def room():
    """Return the spaces of both families, in a town."""
    given = design()
    asked = living.words(presets(given), given["baseline"], given["training"], [])
    return spaces(given, asking.asked(asked).question.arms)


def drawn(space, seed):
    """Return a point drawn anywhere in a space."""
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))
    return study.ask(space.distributions).params


# the space


@for_any(st.dictionaries(st.text(min_size=1), st.floats(0.001, 0.999), min_size=1, max_size=8))
def test_shares_add_up_to_one_whatever_is_drawn(weights):
    split = shares(weights)

    assert set(split) == set(weights)
    assert sum(split.values()) == pytest.approx(1, abs=1e-12)
    assert min(split.values()) >= 0


def test_a_smaller_draw_is_a_larger_share():
    split = shares({"one": 0.1, "other": 0.9, "third": 0.5})

    assert split["one"] > split["third"] > split["other"]


@for_any(seed=st.integers(0, 2**31 - 1))
def test_every_point_is_a_policy_of_the_register_or_cannot_be_funded(room, seed):
    for space in room.values():
        point = drawn(space, seed)
        why = space.refusal(point)
        if why:
            assert re.search("would get about .* it needs", why)
        else:
            lived = moved(space.start, space.values(point))
            assert sum(lived.policy.split.values()) == pytest.approx(1, abs=1e-9)
            assert lived.expected_grant() == space.start.expected_grant()


def test_what_the_budget_cannot_fund_is_refused(room):
    for space in room.values():
        low, high = space.weights
        built = next(iter(space.instruments))
        splits = {
            f"policy.split.{name}": high if name == built else low for name in space.instruments
        }

        assert f"{built} would get about" in space.refusal(space.of_the_preset | splits)
        assert space.refusal(space.of_the_preset) == ""


def test_a_search_begins_at_the_preset_itself(room):
    for space in room.values():
        point = space.of_the_preset

        assert space.policy(point) == space.preset
        for path, value in space.values(point).items():
            assert value_at(space.start, path) == pytest.approx(value)
        for path, distribution in space.distributions.items():
            assert distribution._contains(distribution.to_internal_repr(point[path]))


def test_what_is_written_as_an_arm_is_what_the_point_means(room):
    given = design()
    for space in room.values():
        point = next(
            point
            for point in (drawn(space, seed) for seed in range(20))
            if not space.refusal(point)
        )
        words = living.words({"it": space.policy(point)}, "cash", given["training"], TINY)
        arm = asking.asked(words).question.arms["it"]
        for path, value in space.values(point).items():
            assert value_at(arm, path) == pytest.approx(value, abs=1e-12)


def test_a_range_outside_of_the_register_is_refused(room):
    given = design()
    asked = given["families"]["attraction"]
    wrong = asked | {"parameters": {"flagship_building.openness": [0, 2]}}
    words = living.words(presets(given), given["baseline"], given["training"], TINY)
    arms = asking.asked(words).question.arms

    with pytest.raises(Exception, match="openness"):
        spaces(given | {"families": {"attraction": wrong}}, arms)


# the same search in both families


def test_both_families_are_searched_alike(room):
    one, other = ([s for s in searching.searches(room, OPTIMISER) if s.space.family == family]
                  for family in room)  # fmt: skip

    assert [search.outcome for search in one] == [search.outcome for search in other] == PRIMARY
    for first, second in zip(one, other, strict=True):
        assert len(first.space.distributions) == len(second.space.distributions)
        assert len(first.space.instruments) == len(second.space.instruments)
        assert first.study.direction == second.study.direction
        samplers = first.study.sampler, second.study.sampler
        assert type(samplers[0]) is type(samplers[1])
        luck = [sampler._rng.rng.get_state()[1].tolist() for sampler in samplers]
        assert luck[0] == luck[1]


def known(policies):
    """Stand in for the city: what a policy changes is read off its own words."""
    return {name: worth_of(policy) for name, policy in policies.items()}


def worth_of(policy):
    numbers = [float(number) for number in re.findall(r"=([0-9.e+-]+)", policy)] or [0.0]
    best = -sum((number - 0.3) ** 2 for number in numbers)
    return {outcome: [best + place, best - place] for place, outcome in enumerate(PRIMARY)}


def test_both_families_try_as_many_vectors_and_each_search_learns_of_all_of_them(room, tmp_path):
    tried = searching.searched(room, OPTIMISER, known, tmp_path / "log")

    counted = Counter((vector.family, vector.asked_for) for vector in tried)
    rounds = OPTIMISER["evaluations"] - 1
    for family in room:
        assert counted[family, ""] == 1
        assert all(counted[family, outcome] == rounds for outcome in PRIMARY)


def test_a_search_learns_each_vector_once(room, tmp_path, monkeypatch):
    opened = []
    real = searching.searches
    monkeypatch.setattr(searching, "searches", lambda *given: opened.extend(real(*given)) or opened)

    searching.searched(room, OPTIMISER, known, tmp_path / "log")

    expected = 1 + (OPTIMISER["evaluations"] - 1) * len(PRIMARY)
    assert {len(search.study.trials) for search in opened} == {expected}
    running = optuna.trial.TrialState.RUNNING
    assert not any(trial.state == running for search in opened for trial in search.study.trials)


def test_a_vector_that_is_refused_counts_and_is_not_lived(room, tmp_path):
    lived = []

    def live(policies):
        lived.extend(policies.values())
        stopped = {name: "it stopped" for name in policies if name.startswith("attraction_")}
        return known(policies) | stopped

    tried = searching.searched(room, OPTIMISER, live, tmp_path / "log")

    refused = [vector for vector in tried if vector.refused]
    funded = [vector for vector in tried if vector.refused in ("", "it stopped")]
    assert len(lived) == len(funded)
    assert {vector.family for vector in refused} >= {"attraction"}
    assert searching.best(tried, "attraction", PRIMARY[0]).asked_for == ""


def test_the_best_is_chosen_on_its_own_outcome_and_in_its_own_family(room, tmp_path):
    def live(policies):
        return {
            name: {outcome: [1.0 if name.endswith(outcome) else 0.0] for outcome in PRIMARY}
            for name in policies
        }

    tried = searching.searched(room, OPTIMISER, live, tmp_path / "log")
    for name, vector in living.winners(tried, list(room)).items():
        assert vector.name == name


def test_finalists_are_the_presets_and_the_first_of_each_search_once(room, tmp_path):
    tried = searching.searched(room, OPTIMISER, known, tmp_path / "log")

    finals = searching.finalists(tried, list(room), 2)

    policies = [vector.policy for vector in finals]
    assert len(policies) == len(set(policies))
    assert {space.preset for space in room.values()} <= set(policies)
    for family in room:
        able = [vector for vector in tried if vector.family == family and not vector.refused]
        for outcome in PRIMARY:
            sign = searching.OUTCOMES[outcome].direction
            worths = sorted((sign * vector.worth(outcome) for vector in able), reverse=True)
            held = [sign * one.worth(outcome) for one in finals if one.family == family]
            assert sorted(held, reverse=True)[:2] == worths[:2]


def test_the_best_is_the_one_of_the_worlds_in_which_finalists_were_tried_again(room, tmp_path):
    tried = searching.searched(room, OPTIMISER, known, tmp_path / "log")
    finals = searching.finalists(tried, list(room), 2)
    presets_again = {space.preset for space in room.values()}

    def live(policies):
        """Let the presets be the best of all there; no more are asked for than are compared."""
        assert len(policies) < MOST_ARMS
        changed = {outcome: searching.OUTCOMES[outcome].direction for outcome in PRIMARY}
        return {
            name: {key: [float(sign * (policy in presets_again))] for key, sign in changed.items()}
            for name, policy in policies.items()
        }

    again = living.tried_again(finals, live)

    assert len(again) == len(finals)
    best = living.winners(again, list(room))
    assert {vector.policy for vector in best.values()} == presets_again


# resuming


class Killed(Exception):
    pass


def killed_after(rounds):
    """Return a life that ends in the middle of a round."""
    left = [rounds]

    def live(policies):
        if not left[0]:
            raise Killed
        left[0] -= 1
        return known(policies)

    return live


@pytest.mark.parametrize("rounds", [0, 1, 4])
def test_a_resumed_search_equals_an_uninterrupted_one(room, tmp_path, rounds):
    whole = searching.searched(room, OPTIMISER, known, tmp_path / "whole")
    with pytest.raises(Killed):
        searching.searched(room, OPTIMISER, killed_after(rounds), tmp_path / "killed")

    lived = []
    resumed = searching.searched(
        room, OPTIMISER, lambda asked: lived.append(asked) or known(asked), tmp_path / "killed"
    )

    assert resumed == whole
    assert len(lived) == OPTIMISER["evaluations"] - rounds
    assert (tmp_path / "killed").read_bytes() == (tmp_path / "whole").read_bytes()


def test_a_line_cut_short_by_a_kill_is_lived_again(room, tmp_path):
    whole = searching.searched(room, OPTIMISER, known, tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(content[: len(content) - 40])

    assert searching.searched(room, OPTIMISER, known, tmp_path / "cut") == whole
    assert (tmp_path / "cut").read_bytes() == content


def test_a_log_of_another_search_is_refused(room, tmp_path):
    searching.searched(room, OPTIMISER, known, tmp_path / "log")

    with pytest.raises(SystemExit, match="tells of another search"):
        searching.searched(room, OPTIMISER | {"seed": 6}, known, tmp_path / "log")


# what is optimised, and what is compared


def runs_of(**arms):
    """Return a table of runs in which every primary outcome of an arm is these numbers by seed."""
    return pd.DataFrame(
        [
            {"run_id": "", "seed": seed, "arm": arm, "status": "done"} | dict.fromkeys(PRIMARY, it)
            for arm, values in arms.items()
            for seed, it in enumerate(values)
        ]
    )


def test_a_vector_is_worth_what_it_changes_against_cash_whatever_the_other_family_does():
    for other in ([0.0, 0.0], [9.0, -9.0]):
        answer = SimpleNamespace(tables={"runs": runs_of(cash=[1, 2], one=[4, 4], other=other)})
        changed = living._changed(answer, "one", "cash", 2)
        assert changed == {outcome: [3.0, 2.0] for outcome in PRIMARY}


def test_a_vector_is_refused_where_a_city_did_not_reach_its_last_month():
    runs = runs_of(cash=[1, 2], one=[4, 4])
    runs.loc[(runs["arm"] == "one") & (runs["seed"] == 1), "status"] = "failed"
    gone = runs_of(cash=[1, 2], one=[4, np.nan])

    for table in (runs, gone):
        answer = SimpleNamespace(tables={"runs": table})
        assert "not all reached" in living._changed(answer, "one", "cash", 2)


def test_training_and_fresh_worlds_share_no_town():
    given = design()
    training, fresh = (
        set(range(part["first_seed"], part["first_seed"] + part["seeds"]))
        for part in (given["training"], given["fresh"])
    )

    assert training
    assert fresh
    assert not training & fresh


def test_words_part_the_design_from_the_city():
    given, more = command.settings(["training.seeds=2", "city=village", "economy.x.seeds=3"])

    assert given["training"]["seeds"] == 2
    assert more == ["city=village", "economy.x.seeds=3"]
    assert design()["training"]["seeds"] > 2


def test_no_rule_knows_of_an_experiment_or_of_an_optimiser():
    names = {path.name for path in (ROOT / "experiments").iterdir() if path.is_dir()}
    forbidden = re.compile(rf"\b(optuna|experiments\.({'|'.join(names)}))\b")

    assert "best_against_best" in names
    for path in (ROOT / "sim").rglob("*.py"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.slow
def test_a_trial_that_is_killed_goes_on_and_gives_the_same(tmp_path, monkeypatch, capsys):
    def of_finalists_alone(given, more, where="training"):
        return real(given, more, where) if where == "finalists" else None

    few = ["optimiser.evaluations=2", "training.seeds=1", "finalists.seeds=1", "fresh.seeds=2"]
    words, real = [*few, *TINY, "workers=1", "quiet=true"], living.trainer
    page = command.PAGE.read_text(encoding="utf-8")
    command.main([*words, f"out={tmp_path / 'whole'}"])
    with monkeypatch.context() as broken:
        broken.setattr(command, "winners", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            command.main([*words, f"out={tmp_path / 'killed'}"])
    monkeypatch.setattr(living, "trainer", of_finalists_alone)  # no vector is trained again
    command.main([*words, f"out={tmp_path / 'killed'}"])

    whole, killed = (next((tmp_path / out / command.NAME).iterdir()) for out in ("whole", "killed"))
    assert whole.name == killed.name
    tables = ("tried.csv", "finalists.csv", "runs.csv", "contrasts.csv")
    for name in ("rounds.jsonl", *tables, "section.md"):
        assert (whole / name).read_bytes() == (killed / name).read_bytes()
    assert command.PAGE.read_text(encoding="utf-8") == page
    assert "The best vectors" in capsys.readouterr().out
