"""The house keeps its shape: layers, names, sizes, twins, and numbers that live in YAML."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sim.config.presets import home, options

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
RULES = [path for path in SOURCES if path.parent.name in ("city", "policy", "phases", "model")]
BLIND = [*RULES, *(path for path in SOURCES if path.parent.name == "kernels")]
MOST_LINES = 250
MOST_LINES_OF_KERNELS = 420  # every array of a kernel is described, and callers share a file
BANNED = {"utils", "helpers", "manager", "handler", "process", "data", "info", "tmp", "do", "calc"}
OF_MESA = {"do", "shuffle_do"}  # what its users call on any set of agents
HEAVY = {"numpy", "numba", "mesa", "pandas", "pyarrow", "scipy", "matplotlib", "hydra", "rich"}
ALLOWED_NUMBERS = {0, 1, 2, 0.5}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.FunctionDef))


def test_imports_run_the_other_way():
    linter = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout


@each_source
def test_a_file_can_be_read_in_one_sitting(path):
    most = MOST_LINES_OF_KERNELS if path.parent.name == "kernels" else MOST_LINES

    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


@each_source
def test_names_are_words_that_say_something(path):
    named = [path.stem]
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            named.append(node.name)
        elif isinstance(node, ast.arg):
            named.append(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            named.append(node.id)

    own = set(named) - OF_MESA
    poor = {name for name in own if BANNED & set(name.lower().strip("_").split("_"))}

    assert not poor


@each_source
def test_every_public_thing_says_what_it_does(path):
    module = tree(path)
    public = [
        node
        for node in module.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]

    silent = [node.name for node in public if not ast.get_docstring(node)]

    assert ast.get_docstring(module)
    assert not silent


def kernels() -> list[tuple[str, str]]:
    """Return module and name of every public compiled function."""
    found = []
    for path in sorted((ROOT / "sim/kernels").glob("*.py")):
        for node in tree(path).body:
            compiled = isinstance(node, ast.FunctionDef) and any(
                re.search(r"njit|kernel|vectorize", ast.unparse(mark))
                for mark in node.decorator_list
            )
            if compiled and not node.name.startswith("_"):
                found.append((path.stem, node.name))
    return found


@pytest.mark.parametrize(("module", "name"), kernels())
def test_every_kernel_has_a_naive_twin(module, name):
    twin = ROOT / "tests/naive" / f"{module}.py"

    assert twin.is_file()
    assert name in {function.name for function in functions(tree(twin))}


def test_there_are_kernels_at_all():
    assert len(kernels()) > 10


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_a_rule_holds_no_number_of_its_own(path):
    numbers = {
        node.value
        for function in functions(tree(path))
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
    }

    assert numbers <= ALLOWED_NUMBERS


def words(module: ast.Module) -> set[str]:
    """Return every string of a module that is not a docstring."""
    bare = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    }


def labels() -> set[str]:
    """Return what only configs/ may know: names of presets and of kinds of people."""
    presets = {
        name for group in ("city", "population", "policy", "worlds") for name in options(group)
    }
    kinds = {
        kind
        for path in (home() / "population").glob("*.yaml")
        for kind in yaml.safe_load(path.read_text(encoding="utf-8")).get("kinds", {})
        if kind != "sources"
    }
    return (presets | kinds) - {"default"}


@pytest.mark.parametrize("path", BLIND, ids=name_of)
def test_no_rule_names_a_kind_or_a_preset(path):
    module = tree(path)
    # a column that a table declares, such as a firm's cash, is not a preset
    columns = {
        node.target.id
        for node in ast.walk(module)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }

    assert not (words(module) - columns) & labels()


def test_there_are_kinds_and_presets_not_to_be_named():
    assert {"village", "none", "cash", "maker"} <= labels()


def test_every_package_is_shipped():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = set(declared["tool"]["setuptools"]["packages"])
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in SOURCES
        if path.name == "__init__.py"
    }

    assert shipped == found | {"sim.configs"}


@pytest.mark.parametrize(
    "line",
    ["import sim", "from sim.__main__ import main; main(['--help'])",
     "from sim.__main__ import main; main(['--version'])",
     "from sim.__main__ import main; main(['list'])"],
)  # fmt: skip
def test_what_answers_at_once_loads_nothing_heavy(line, tmp_path):
    asked = f"import sys; {line}; print('loaded', sorted({HEAVY} & set(sys.modules)))"

    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines()[-1] == "loaded []"
    assert ran.stderr == ""
    assert not list(tmp_path.iterdir())


def test_importing_sim_prints_nothing():
    ran = subprocess.run([sys.executable, "-c", "import sim"], capture_output=True, text=True)

    assert (ran.stdout, ran.stderr, ran.returncode) == ("", "", 0)


def test_a_visitor_finds_the_names_that_are_promised():
    import sim

    for name in sim.__all__:
        assert getattr(sim, name).__doc__
    with pytest.raises(AttributeError, match="nothing"):
        _ = sim.nothing
