"""The run store keeps every finished run once and whole, whatever happens to it."""

from __future__ import annotations

import errno
import json
import shutil

import pytest

from sim.config.refusal import Refusal
from sim.ensemble.compare import compare
from sim.ensemble.store import STAGED, Store, StoreProblem, sentence_of
from tests.ensemble.asking import hashes, question


@pytest.fixture
def answered(tmp_path):
    """Return a question that is answered, and its answer."""
    asked = question(tmp_path)
    return asked, compare(asked)


def one_part(asked):
    return min(path for path in asked.store.iterdir() if not path.name.startswith("."))


def cut_short(part):
    path = part / "timeline.arrow"
    path.write_bytes(path.read_bytes()[:-100])
    return f"timeline.arrow has {path.stat().st_size} of"


def changed_in_place(part):
    path = part / "maps.arrow"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return "maps.arrow is not what was written"


def without_a_table(part):
    (part / "groups.arrow").unlink()
    return "groups.arrow has 0 of"


def without_label(part):
    (part / "part.json").unlink()
    return "it has no part.json"


def with_half_a_label(part):
    path = part / "part.json"
    path.write_text(path.read_text()[:50])
    return "its part.json cannot be read"


def of_another_schema(part):
    path = part / "part.json"
    label = json.loads(path.read_text()) | {"schema_version": 0}
    path.write_text(json.dumps(label))
    return "its schema version is 0 and 2 is read here"


@pytest.mark.parametrize(
    "spoil",
    [
        cut_short,
        changed_in_place,
        without_a_table,
        without_label,
        with_half_a_label,
        of_another_schema,
    ],
)
def test_a_spoilt_part_is_named_left_alone_and_its_runs_are_lived_again(answered, spoil):
    asked, before = answered
    part, tables = one_part(asked), hashes(before.folder)

    reason = spoil(part)
    spoilt = {path.name: path.read_bytes() for path in part.iterdir()}
    after = compare(question(asked.out))

    assert any(str(part) in remark and reason in remark for remark in after.remarks)
    assert {path.name: path.read_bytes() for path in part.iterdir()} == spoilt
    assert after.failed == 0
    assert hashes(after.folder) == tables


def test_a_foreign_folder_in_the_store_is_named_and_left_alone(answered):
    asked, before = answered
    foreign = asked.store / "holiday"
    foreign.mkdir()
    (foreign / "photo.jpg").write_bytes(b"sea")

    after = compare(question(asked.out))

    assert any("holiday" in remark for remark in after.remarks)
    assert (foreign / "photo.jpg").read_bytes() == b"sea"
    assert hashes(after.folder) == hashes(before.folder)


def test_what_a_killed_command_left_unfinished_is_never_read(answered):
    asked, before = answered
    part = one_part(asked)
    shutil.copytree(part, asked.store / f"{STAGED}elsewhere-1-abc")

    after = compare(question(asked.out))

    assert after.remarks == before.remarks
    assert hashes(after.folder) == hashes(before.folder)


def test_a_run_kept_twice_counts_once(answered):
    asked, before = answered
    part = one_part(asked)
    shutil.copytree(part, asked.store / "zz-again")

    after = compare(question(asked.out))

    assert not after.tables["runs"].duplicated(["run_id", "arm"]).any()
    assert hashes(after.folder) == hashes(before.folder)


def test_a_full_disk_is_a_sentence_and_what_was_finished_is_kept(tmp_path, monkeypatch):
    whole = compare(question(tmp_path / "roomy"))
    asked, lived = question(tmp_path / "full"), []
    write_part = Store.__init__.__globals__["write_part"]

    def full_after_one(folder, records, log):
        write_part(folder, records, log)
        lived.append(folder)
        if len(lived) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sim.ensemble.store.write_part", full_after_one)
    monkeypatch.setattr("sim.ensemble.collector.SECONDS_TOGETHER", 0.0)
    with pytest.raises(StoreProblem, match="no room left on the disk that holds"):
        compare(asked)
    assert len(Store(asked.store).parts()) == 1
    assert not list(asked.store.glob(f"{STAGED}*"))

    monkeypatch.setattr("sim.ensemble.store.write_part", write_part)
    assert hashes(compare(question(tmp_path / "full")).folder) == hashes(whole.folder)


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_is_lived(
    tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr("sim.ensemble.engine._live", None)

    with pytest.raises(Refusal, match=r"results cannot be written to .* choose a folder"):
        compare(question(tmp_path / "file" / "inside"))


def test_a_store_that_is_not_there_yet_holds_nothing(tmp_path):
    assert Store(tmp_path / "nowhere").find(["a run"]) == {}
    assert not (tmp_path / "nowhere").exists()


def test_a_part_found_there_by_another_command_is_kept_and_ours_is_dropped(answered):
    asked, _ = answered
    part = one_part(asked)
    before = {path.name: path.stat().st_mtime_ns for path in part.iterdir()}
    staged = asked.store / f"{STAGED}ours"
    shutil.copytree(part, staged)

    Store(asked.store)._publish(staged, json.loads((part / "part.json").read_text())["runs"])

    assert {path.name: path.stat().st_mtime_ns for path in part.iterdir()} == before
    assert len([path for path in asked.store.iterdir() if path.name.startswith(part.name)]) == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "no room left on the disk that holds"),
        (errno.EDQUOT, "no room left on the disk that holds"),
        (errno.EROFS, "may not be written to; choose another folder"),
        (errno.EACCES, "may not be written to; choose another folder"),
        (errno.EIO, "cannot be written to"),
    ],
)
def test_a_disk_that_takes_no_more_is_told_in_one_sentence(tmp_path, number, sentence):
    told = sentence_of(OSError(number, "as the system says it"), tmp_path)

    assert sentence in told
    assert "goes on where it stopped" in told
    assert told.endswith(".")
    assert "\n" not in told
