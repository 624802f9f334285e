"""A result says where and with what it was made."""

from __future__ import annotations

from sim.recorder import provenance
from sim.recorder.provenance import DECIDING_PACKAGES, sources_hash


def a_package(folder):
    for name in (*DECIDING_PACKAGES, "plots"):
        (folder / name).mkdir(parents=True)
        (folder / name / "code.py").write_text(f"# {name}\n")
    return folder


def test_the_hash_of_the_sources_changes_with_any_file_that_decides(tmp_path):
    hashes = set()
    for changed in (*DECIDING_PACKAGES, None):
        package = a_package(tmp_path / str(changed))
        if changed:
            (package / changed / "code.py").write_text("# another rule\n")
        hashes.add(sources_hash(package))

    assert len(hashes) == len(DECIDING_PACKAGES) + 1


def test_the_hash_of_the_sources_does_not_change_with_figures_or_folders(tmp_path):
    here, there = a_package(tmp_path / "here"), a_package(tmp_path / "there")
    (there / "plots" / "code.py").write_text("# another colour\n")

    assert sources_hash(here) == sources_hash(there)


def test_moving_code_from_one_file_to_another_changes_the_hash(tmp_path):
    one, other = a_package(tmp_path / "one"), a_package(tmp_path / "other")
    (one / "city" / "a.py").write_text("x")
    (other / "city" / "b.py").write_text("x")

    assert sources_hash(one) != sources_hash(other)


def test_without_git_the_commit_is_unknown_and_nothing_fails(monkeypatch):
    monkeypatch.setenv("PATH", "")
    provenance.commit.cache_clear()

    assert provenance.commit() == ("", False)
    provenance.commit.cache_clear()


def test_the_machine_and_the_versions_are_named():
    assert provenance.machine()["host"]
    assert provenance.machine()["processor"]
    assert provenance.versions()["numpy"][0].isdigit()
