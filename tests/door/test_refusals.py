"""Every wrong request is refused in one sentence, before anything runs or is written."""

import pytest

from sim.__main__ import REFUSED, main

WRONG_FOR_EVERY_VERB = [
    # keys
    "monhts=12", "crowding=3", "city.sidee=30", "+nothing=1", "++city.nothing=1", "~nothing",
    "+city.nothing=3", "policy@x=cash", "sources=3", "city.sources.side=3",
    # types
    "seed=one", "seed=1.5", "seed=null", "seed=[1]", "seed={a: 1}", "seed=true", "months=12.5",
    "months=twelve", "budget=much", "budget=[0.1]", "city.side=wide", "quiet=maybe", "lang=3",
    "burn_in=null", "behaviour.meet=3", "behaviour.meet.crowding=null", "out=null",
    # ranges, NaN, infinity, negative
    "seed=-1", "months=-12", "months=0", "burn_in=-1", "budget=-0.01", "budget=2", "budget=nan",
    "budget=inf", "budget=-inf", "budget=.nan", "behaviour.meet.crowding=nan", "city.side=-20",
    "behaviour.meet.crowding=-1", "behaviour.meet.room_size=0",
    # absurd sizes
    "months=1000000000", "burn_in=1000000000", "city.people=1000000000", "city.side=1000000",
    "seed=1e300", f"seed={10**30}", "seed=" + "9" * 5000,
    # presets and choices
    "city=qqqq", "city=null", "city={side: 3}", "city=[village]", "population=nobody",
    "lang=xx", "budget_source=thin_air",
    # paths
    "out=", "out=/dev/null", "out=/dev/null/inside",
    # lists
    "city.place_seats=[]", "city.place_seats=[0]", "city.place_seats=12",
    "behaviour.meet.channels=[0.5,0.5]",
    # classes
    "_target_=os.system", "city._target_=os.system", "city._target_=sim.config.refusal.Refusal",
    # what cannot be read
    "seed", "seed='", "=3", "seed=1,2", "seed=range(3)", "seed=${nowhere}", "hydra.run.dir=x",
    "seed=${oc.env:NO_SUCH_THING}",
    # combinations
    "population.fewest_skills=11", "population.kinds.maker.share=0.5",
    "economy.public.commitments=0", "economy.work.unemployed_income=0",
    f"population.kinds.maker.families=[{','.join(['0'] * 16)}]",
    "behaviour.meet.channels=[1,1,1,1,1]",
]  # fmt: skip

WRONG_FOR_RUN = [
    "policy=nobody",
    "seeds=3",
    "arms=[none,cash]",
    "executor=serial",
    "worlds=default",
]

WRONG_FOR_COMPARE = [
    "seeds=0", "seeds=-1", "seeds=2.5", "seeds=10000000", "seeds=nan", "seeds=null", "seeds=many",
    "workers=0", "workers=-1", "workers=1000000", "workers=1.5",
    "executor=ray", "executor.kind=ray", "executor=null",
    "worlds=flat", "worlds.sampled=3", "+worlds.sampled.nothing={kind: uniform, low: 0, high: 1}",
    "matched=maybe", "policy=cash", "policy.split={a: 1}", "~policy",
    "arms=[]", "arms=[none]", "arms=none", "arms=[none,none]", "arms=[none,nobody]", "arms=3",
    "arms=null", "arms=[none,[cash]]", "arms=[none,'cash budget=0.005']",
    "arms={a: none}", "arms={a: none, b: nobody}", "arms={a: none, 'b c': cash}",
    "arms={a: none, b: 'cash city.side=3'}", "arms={a: none, b: 'cash seed=3'}",
    "arms={a: none, b: 'cash budget=-1'}", "arms={a: none, b: 'cash \"'}", "arms={a: none, b: 3}",
    "arms={a: none, b: 'cash policy.nothing=1'}",
    "face_to_face=3", "face_to_face=null", "face_to_face=[a,b]", "face_to_face=[[a]]",
    "face_to_face=[[a,a]]", "face_to_face=[[a,b,c]]", "face_to_face=[[a,3]]",
    "face_to_face={a: b}", "~face_to_face",
]  # fmt: skip

CASES = [
    *(("run", wrong) for wrong in WRONG_FOR_EVERY_VERB + WRONG_FOR_RUN),
    *(("compare", wrong) for wrong in WRONG_FOR_COMPARE),
    *(("compare", wrong) for wrong in WRONG_FOR_EVERY_VERB[::6]),
]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def nothing_may_run(monkeypatch):
    def ran(*_, **__):
        raise AssertionError("something ran")

    monkeypatch.setattr("sim.ensemble.compare.compare", ran)


def short(case):
    return case[:60] if isinstance(case, str) else None


def refused(arguments, capsys, tmp_path):
    """Return the sentence of a refusal, after checking that it is one and nothing was written."""
    code = main(arguments)

    told = capsys.readouterr()
    assert code == REFUSED, told
    assert told.out == ""
    assert told.err.startswith("faireville: ")
    assert len(told.err.splitlines()) == 1
    assert len(told.err) < 400
    assert not list(tmp_path.iterdir())
    return told.err


@pytest.mark.parametrize(("verb", "wrong"), CASES, ids=short)
def test_a_wrong_override_is_refused(verb, wrong, capsys, tmp_path):
    refused([verb, wrong], capsys, tmp_path)


@pytest.mark.parametrize("wrong", ["seed=-1", "monhts=3", "city=qqqq", "out=/dev/null/x"])
def test_a_dry_run_refuses_as_well(wrong, capsys, tmp_path):
    refused(["compare", "--dry-run", wrong], capsys, tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["comapre"],
        ["seed=3"],
        ["run", "--dryrun"],
        ["--dry-run"],
        ["--cfg", "job"],
        ["run", "--config-dir", "nowhere"],
        ["list", "--config-dir", "nowhere"],
        ["list", "cities"],
        ["explain", "crowdin"],
        ["explain", "zzzzzzz"],
        ["run", "--cfg", "job", "seeed=3"],
        ["run", "-m", "city=village,qqqq"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_refused(arguments, capsys, tmp_path):
    refused(arguments, capsys, tmp_path)


def test_a_refusal_says_what_was_given_what_is_allowed_and_what_it_means(capsys, tmp_path):
    told = refused(["run", "behaviour.meet.crowding=-1"], capsys, tmp_path)

    assert "behaviour.meet.crowding: -1 was given, but it must be a number from 0 to" in told
    assert "it means: " in told


def test_a_misspelt_name_is_refused_with_the_nearest_right_one(capsys, tmp_path):
    assert "did you mean 'months'?" in refused(["run", "monhts=3"], capsys, tmp_path)
    assert "did you mean 'policy'" not in refused(["explain", "zzzzzzz"], capsys, tmp_path)
    assert "crowding'?" in refused(["explain", "crowdin"], capsys, tmp_path)
