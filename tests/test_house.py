"""The rules of the house: who may import whom, what stands only in one place, how large a room may be."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "producer", "worker", "ops", "benchmarks", "tests")
DELIVERED = ("schemas", "producer", "worker", "ops")
LONGEST_FILE = 250
LONGEST_FUNCTION = 40

# Which rooms a room may import; where only some of a room's modules are meant they are named.
MAY_IMPORT = {
    "schemas": ("schemas",),
    "producer": ("producer", "schemas"),
    "worker": ("worker", "schemas", "producer.ledger", "producer.enqueue"),
    "ops": DELIVERED,
}
# Functions of values: no system, no service, no clock.
PURE = (
    *("worker/readers/", "worker/extract/", "worker/fingerprint.py", "worker/sketch.py", "worker/tokens.py"),
    *("worker/folding.py", "worker/vocabulary.py", "worker/shingles.py", "worker/ragged.py"),
    *(
        "worker/match.py",
        "worker/shortlist.py",
        "worker/teaching.py",
        "worker/compare.py",
        "worker/weights.py",
        "worker/hits.py",
        "worker/sieve.py",
        "worker/slots.py",
        "worker/structure.py",
        "worker/model.py",
        "worker/passages.py",
        "worker/decide.py",
    ),
    *("worker/rows.py", "worker/pipeline.py", "producer/ready.py", "producer/names.py", "ops/export.py"),
    *("producer/unpack.py", "producer/unpack_archive.py", "producer/unpack_budget.py", "ops/metrics.py"),
    *("ops/figures.py", "ops/rhythm.py", "ops/losses.py", "ops/presence.py", "ops/concerns.py", "ops/moments.py"),
    *("ops/log_lines.py", "ops/rereading.py", "schemas/ticker.py", "schemas/tallies.py", "schemas/spans.py"),
    "worker/tracing.py",
)
IMPURE = {"os", "socket", "redis", "celery", "kombu", "sqlalchemy", "structlog", "time", "subprocess", "requests"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}
# A library that stands only in some files, so that it could be exchanged there.
STANDS_ONLY_IN = {
    "celery": {"worker/app.py", "worker/tasks.py", "producer/enqueue.py"},
    "kombu": {"producer/enqueue.py"},
    "sqlmodel": {
        "schemas/records.py",
        "schemas/columns.py",
        "schemas/door_records.py",
        "ops/desk.py",
        "worker/migrations/env.py",
    },
    "alembic": {"worker/migrate.py", "worker/migrations/"},
    "watchfiles": {"producer/events.py"},
    "opentelemetry": {"schemas/tracing_setup.py"},
    "sentry_sdk": {"schemas/sentry_setup.py"},
}
BLANKET_EXCEPTS = {"worker/batch.py"}  # the edge that must never die
VAGUE = re.compile(r"(?<![a-z])(process|handle|handler|manager|utils?|service|helpers?)(?![a-z])", re.IGNORECASE)
# Marks of unfinished work, and addresses from which packages come; written so that they do not find themselves.
UNFINISHED = re.compile("TO" + r"DO\b|FIX" + r"ME\b|XX" + r"X\b")
INDEX = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.npm" + r"js|--index-" + r"url|--extra-index-" + "url")


def tracked(pattern: str = "") -> list[Path]:
    """Return the files that git knows and the new ones it would take, as they lie here now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name.endswith(pattern)]
    return sorted(path for path in paths if path.is_file())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = [path for path in tracked(".py") if name_of(path).split("/")[0] in ROOMS]
OURS = [path for path in SOURCES if name_of(path).split("/")[0] in DELIVERED]
every_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)
every_delivered = pytest.mark.parametrize("path", OURS, ids=name_of)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of every module, and of every name, that is imported anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute: a reader sees the room"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def within(name: str, allowed: tuple[str, ...] | set[str]) -> bool:
    return any(name == one or name.startswith((one + ".", one if one.endswith("/") else one + "/")) for one in allowed)


@every_delivered
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    """Schemas import nothing of ours, nobody imports ops, and the worker knows two modules of the producer."""
    room = name_of(path).split("/")[0]
    foreign = [
        name for name in imports(tree_of(path)) if name.split(".")[0] in ROOMS and not within(name, MAY_IMPORT[room])
    ]
    assert foreign == []


@every_delivered
def test_a_pure_room_knows_no_system_and_asks_for_no_time(path: Path) -> None:
    """Clock, candidates and settings are arguments: the same values give the same answer, now and in ten years."""
    if not name_of(path).startswith(PURE):
        pytest.skip("not a pure room")
    tree = tree_of(path)
    assert [name for name in imports(tree) if name.split(".")[0] in IMPURE] == []
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [call for call in calls if any(call == clock or call.endswith("." + clock) for clock in CLOCKS)] == []


@every_delivered
def test_a_library_stands_only_where_it_may(path: Path) -> None:
    """What touches Celery, the tables or the migrations is found in one place."""
    used = {name.split(".")[0] for name in imports(tree_of(path))}
    astray = {
        library for library, places in STANDS_ONLY_IN.items() if library in used and not within(name_of(path), places)
    }
    assert astray == set()


@every_source
def test_a_file_is_a_small_room_that_states_its_role(path: Path) -> None:
    """The first line says what the file is for; more than 250 lines are two roles."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    role = ast.get_docstring(ast.parse(text))
    assert role, "a file begins with a docstring"
    first_line = role.splitlines()[0]
    assert text.startswith('"""'), "the docstring is the first line"
    assert len(first_line.split()) >= 3, "the first line states a role"


@every_source
def test_a_function_is_short(path: Path) -> None:
    """Forty lines at most, signature and docstring among them; a migration is a list, as long as its tables are."""
    if name_of(path).startswith("worker/migrations/"):
        pytest.skip("a migration")
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions(tree_of(path))}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@every_source
def test_every_function_is_annotated_and_every_public_one_documented(path: Path) -> None:
    """A signature says what goes in and what comes out, a docstring what it means; a test's says the rule."""
    bare, silent = [], []
    for node in functions(tree_of(path)):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if node.returns is None or any(one.annotation is None for one in given if one.arg not in ("self", "cls")):
            bare.append(node.name)
    tree = tree_of(path)
    bodies = [tree.body, *(one.body for one in _classes(tree))]
    public = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    for function in public:
        is_public = not function.name.startswith("_") and "migrations" not in name_of(path)
        wanted = function.name.startswith("test_") if name_of(path).startswith("tests/") else is_public
        if wanted and not ast.get_docstring(function):
            silent.append(function.name)
    assert (bare, silent) == ([], [])


def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]


@every_delivered
def test_only_the_named_edges_catch_everything(path: Path) -> None:
    """A blanket except hides what is wrong, unless it re-raises or keeps one article from stopping its neighbours."""
    blanket = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = "" if node.type is None else ast.unparse(node.type)
            passes_on = any(isinstance(one, ast.Raise) and one.exc is None for one in node.body)
            if caught in ("", "Exception", "BaseException") and not passes_on:
                blanket.append(node.lineno)
    assert blanket == [] or name_of(path) in BLANKET_EXCEPTS


@every_delivered
def test_names_say_what_a_thing_is(path: Path) -> None:
    """Not that something is done with it: no managers, helpers and utilities."""
    named = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    words = {name: re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name) for name in (*named, path.stem)}
    # Two methods that SQLAlchemy's TypeDecorator wants under these names.
    wanted = {"process_bind_param", "process_result_value"}
    assert [name for name, spoken in words.items() if VAGUE.search(spoken) and name not in wanted] == []


@pytest.mark.parametrize("path", [path for path in tracked() if path.suffix != ".png"], ids=name_of)
def test_nothing_is_left_unfinished_and_no_package_index_is_named(path: Path) -> None:
    """What is not done is not in the code; where packages come from is the business of whoever installs."""
    text = path.read_bytes().decode("utf-8", "replace")
    assert UNFINISHED.search(text) is None
    assert INDEX.search(text) is None


def test_requirements_are_pinned_with_hashes_and_nothing_else_locks() -> None:
    """One file pins, without an address; another lock would say another truth."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
    assert pins
    assert [line for line in pins if "==" not in line or not line.endswith("\\")] == []
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    locks = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "setup.cfg", "setup.py"}
    assert [path.name for path in tracked() if path.name in locks] == []


def test_each_folder_that_is_imported_says_what_it_is_for() -> None:
    """A room's `__init__` is its door plate; folders of tests have none."""
    for room in DELIVERED:
        assert ast.get_docstring(tree_of(ROOT / room / "__init__.py"))
    assert [
        name_of(path) for path in SOURCES if name_of(path).startswith("tests/") and path.name == "__init__.py"
    ] == []


def test_test_files_have_names_of_their_own() -> None:
    """Folders of tests are no packages: two files of one name would hide each other."""
    names = [path.name for path in SOURCES if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))
