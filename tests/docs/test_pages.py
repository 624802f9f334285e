"""What the pages say is so: generated ones are current, and every name and link leads somewhere."""

import re

import pytest

from docs.build import FOLDER
from docs.build import PAGES as GENERATED
from sim.config.presets import home
from sim.door.explanation import parameters
from tests.docs.pages import OWN_FILE, PAGES, ROOT, anchors, links, name_of, names, rules, text_of

MODEL = ROOT / "docs/model.md"
OF_A_CITY = ("city", "population", "economy", "behaviour")


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_what_code_and_yaml_say(name):
    stale = f"run `python -m docs.build`: {name} is not what it would write"

    assert (FOLDER / name).read_text(encoding="utf-8") == GENERATED[name](), stale


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if link.startswith("http"):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_is_named_is_there(page):
    named = [name for name in names(page) if re.fullmatch(r"[\w./-]+/[\w.-]*(::\w+)?", name)]
    own = {name for name, _ in OWN_FILE.findall(text_of(page))}
    tops = ("sim/", "tests/", "configs/", "docs/", "experiments/", "benchmarks/", ".ci/")

    missing = [
        name
        for name in named
        if name.startswith(tops)
        and name not in own
        and not (ROOT / name.partition("::")[0]).exists()
    ]

    assert not missing


def test_every_test_that_watches_a_rule_is_there():
    missing = []
    for name in names(MODEL):
        path, _, test = name.partition("::")
        if test and f"def {test}(" not in text_of(ROOT / path):
            missing.append(name)

    assert not missing


def test_every_rule_is_where_the_model_says():
    missing = [
        f"{path} {name}"
        for path, inside in rules(MODEL)
        for name in inside
        if not re.search(rf"^\s*(def|class) {name}\b", text_of(ROOT / path), re.MULTILINE)
    ]

    assert not missing


@pytest.mark.parametrize("folder", ["kernels", "model/phases", "policy"])
def test_every_file_with_a_rule_is_in_the_model(folder):
    named = {path for path, _ in rules(MODEL)}
    # for an observer, for who shares out the rows, and for who compiles them
    quiet = {f"sim/kernels/{name}.py" for name in ("measure", "threads", "ahead")}
    files = {name_of(path) for path in (ROOT / "sim" / folder).glob("*.py")}

    assert not {path for path in files - quiet - named if not path.endswith("__init__.py")}


def test_every_parameter_the_model_names_is_one():
    known = {row.path for row in parameters()}
    named = [name for name in names(MODEL) if re.fullmatch(r"\w+(\.\w+)+", name)]

    assert not [name for name in named if name.partition(".")[0] in OF_A_CITY and name not in known]


def test_every_source_that_is_cited_is_explained():
    explained = text_of(ROOT / "docs/sources.md")
    cited = [*home().rglob("*.yaml"), *(ROOT / "experiments").rglob("*.yaml"), MODEL]
    found = {name for page in cited for name in re.findall(r"\b[PR]\d+\b", text_of(page))}
    pages = "".join(map(text_of, [*cited, *(ROOT / "docs").glob("*.md")]))
    found |= set(re.findall(r"(?:claim|evidence) (C\d+)", pages))

    assert found
    assert not {name for name in found if f"| {name} |" not in explained}


def test_the_model_has_every_phase_of_the_month_in_its_order():
    from sim.model import model

    step = text_of(ROOT / "sim/model/model.py").partition("def step")[2].partition("def ")[0]
    verbs = re.findall(r"self\.(\w+)\(\)", step)
    titles = re.findall(r"^### 4\.\d+ (.+)$", text_of(MODEL), re.MULTILINE)

    assert model.CityModel.step.__doc__
    assert [title.replace(" ", "_") for title in titles] == verbs
