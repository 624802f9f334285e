"""What an experiment makes of its comparisons is kept whole, once, and never over what is there."""

import pytest

from experiments import asking


def test_what_is_kept_appears_whole(tmp_path):
    with asking.kept_whole(tmp_path / "kept") as staged:
        (staged / "table.csv").write_text("1")
        assert not (tmp_path / "kept").exists()

    assert (tmp_path / "kept/table.csv").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_nothing_is_written_over_what_is_kept(tmp_path):
    for content in ("first", "second"):
        with asking.kept_whole(tmp_path / "kept") as staged:
            (staged / "table.csv").write_text(content)

    assert (tmp_path / "kept/table.csv").read_text() == "first"


def test_nothing_is_kept_of_what_was_broken_off(tmp_path):
    def broken_off():
        with asking.kept_whole(tmp_path / "kept") as staged:
            (staged / "table.csv").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "trial"),
    [([], False), (["workers=2", "quiet=true"], False), (["seeds=2"], True), (["out=there"], True)],
)
def test_a_word_that_changes_what_is_asked_makes_a_trial(words, trial):
    assert asking.is_trial(words) is trial


def test_a_section_stands_between_its_marks_however_often_it_is_written():
    page = "# Page\n<!-- it: written by the command -->\nold\n<!-- it: end -->\nrest"

    once = asking.with_section(page, "it", "new\n")

    assert "old" not in once
    assert once.startswith("# Page\n")
    assert once.endswith("rest")
    assert asking.with_section(once, "it", "new\n") == once


def test_a_page_without_room_for_a_section_is_refused():
    with pytest.raises(ValueError, match="no place for the section 'it'"):
        asking.with_section("# Page", "it", "new")
