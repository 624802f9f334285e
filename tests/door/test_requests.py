import pytest

from sim.config import Refusal
from sim.door.requests import (
    CompareRequest,
    RunRequest,
    arm_overrides,
    named_arms,
    paired_arms,
    refuse_policy,
)


def asked(**changed):
    right = {
        "out": "results",
        "lang": "en",
        "quiet": False,
        "threads": 1,
        "arms": {"none": "none", "cash": "cash"},
        "matched": True,
        "matched_arms": {"cash": "cash_matched"},
        "face_to_face": ("cash", "none"),
        "attribution": "none",
        "attributed_against": "cash",
        "most_coalition_runs": 5000,
        "seeds": 16,
        "workers": None,
    }
    return CompareRequest(**right | changed)


def test_a_right_request_is_kept():
    assert asked().seeds == 16
    assert asked(workers=2).workers == 2


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("seeds", 0),
        ("seeds", -1),
        ("seeds", 10**7),
        ("seeds", 2.5),
        ("seeds", "many"),
        ("seeds", None),
        ("workers", 0),
        ("workers", -1),
        ("workers", 10**6),
        ("workers", float("nan")),
        ("lang", "xx"),
        ("lang", None),
        ("quiet", "loud"),
        ("quiet", 1),
        ("threads", 0),
        ("threads", 1.5),
        ("matched", "no"),
        ("attribution", "guess"),
        ("attribution", None),
        ("most_coalition_runs", 0),
        ("out", ""),
        ("out", 3),
        ("out", "/dev/null/results"),
        ("arms", {"none": "none"}),
        ("arms", {f"arm{number}": "none" for number in range(17)}),
    ],
)
def test_a_wrong_request_is_refused(name, wrong):
    with pytest.raises(Refusal) as refused:
        asked(**{name: wrong})

    assert str(refused.value).startswith(f"{name}: ")


def test_a_file_is_no_folder_for_results(tmp_path):
    there = tmp_path / "there"
    there.touch()

    with pytest.raises(Refusal, match="is a file, not a folder"):
        RunRequest(out=str(there / "inside"), lang="en", quiet=True, threads=1)


def test_the_matched_twin_stands_beside_its_arm_unless_left_out():
    assert list(asked().all_arms) == ["none", "cash", "cash_matched"]
    assert list(asked(matched=False).all_arms) == ["none", "cash"]
    named = asked(arms={"none": "none", "other": "cash"})
    assert list(named.all_arms) == ["none", "other"]


def test_arms_are_a_list_of_policies_or_named_changes_of_them():
    assert named_arms(["none", "cash"]) == {"none": "none", "cash": "cash"}
    assert named_arms({"half": "cash budget=0.005"}) == {"half": "cash budget=0.005"}
    assert arm_overrides("cash budget=0.005") == ["policy=cash", "budget=0.005"]


@pytest.mark.parametrize(
    "wrong",
    [3, "none", None, ["none", "none"], ["nobody"], [3], [""], ["none", "cash budget=0.005"],
     {"": "none"}, {"a b": "none"}, {"x": None}, {"x": "nobody"}],
)  # fmt: skip
def test_wrong_arms_are_refused(wrong):
    with pytest.raises(Refusal, match=r"^arms: .*\.$|^arms: .*\?$"):
        named_arms(wrong)


def test_pairs_are_read_one_after_the_other_and_there_may_be_none():
    assert paired_arms([["red", "blue"], ["mine", "yours"]]) == ("red", "blue", "mine", "yours")
    assert paired_arms([]) == ()


@pytest.mark.parametrize(
    "wrong",
    [3, None, "red", ["red", "blue"], [["red"]], [["red", "red"]], [["red", "blue", "green"]],
     [["red", 3]], [["red", ""]], [["red", "a b"]], [["red", "blue"], []], [{"red": "blue"}]],
)  # fmt: skip
def test_wrong_pairs_are_refused(wrong):
    with pytest.raises(Refusal, match=r"^face_to_face: .* is two different arms, as in .*\.$"):
        paired_arms(wrong)


@pytest.mark.parametrize(
    "line", ["policy=cash", "policy.split.a=1", "~policy", "+policy.x=1", "++policy.x=1"]
)
def test_a_comparison_has_no_single_policy(line):
    with pytest.raises(Refusal, match="a comparison has several policies"):
        refuse_policy(["seed=1", line])


def test_other_overrides_are_let_through():
    refuse_policy(["seed=1", "budget=0.02", "city.side=30"])
