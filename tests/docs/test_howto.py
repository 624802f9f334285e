"""What is printed in the pages that show how works as printed, from top to bottom."""

import pytest

from tests.docs.pages import ROOT, blocks, name_of

HOWTOS = sorted((ROOT / "docs/howto").glob("*.md"))


def test_there_are_pages_that_show_how():
    assert HOWTOS


@pytest.mark.parametrize("page", HOWTOS, ids=name_of)
def test_the_python_lines_of_a_page_run_one_after_the_other(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    remembered: dict = {}
    silent = []

    for number, lines in enumerate(blocks(page, "python")):
        exec(compile(lines, f"{page}, block {number}", "exec"), remembered)
        if "print(" in lines and not capsys.readouterr().out:
            silent.append(number)

    assert not silent
    assert not list(tmp_path.iterdir())
