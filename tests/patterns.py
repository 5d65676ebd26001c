"""Every regular expression of the program, found in its source: whatever is given to `re`, and however it is named.

A call of an `re` function is found by its name, a helper that passes a parameter on to `re` (`first_match`) by that;
so are its callers, and theirs. What stands where a pattern is expected is worked out: literals, constants of the
module, attributes of the page classes, names of the function. What only a run can tell counts as the letter "x".
"""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file
    for room in ("monitor", "spiders", "pipelines")
    for file in (ROOT / room).rglob("*.py")
    if "migrations" not in file.parts and file.name != "__main__.py"
)
_RE_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "finditer", "findall", "split"}
_ANCHORED = {"match", "fullmatch"}
_MOST_VALUES = 40
"""How many values of one expression are followed: a page class's `address` has as many as there are page classes."""


@dataclass(frozen=True)
class Pattern:
    """A pattern and where it stands; `anchored`: it is only ever tried at one place, never searched for."""

    where: str
    text: str
    flags: int
    anchored: bool


@dataclass
class _File:
    path: Path
    tree: ast.Module
    module: ModuleType
    functions: dict[ast.AST, list[ast.AST]] = field(default_factory=dict)
    """The functions around each node, innermost first."""

    def __post_init__(self) -> None:
        self._note(self.tree, [])

    def _note(self, node: ast.AST, around: list[ast.AST]) -> None:
        self.functions[node] = around
        inner = [node, *around] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else around
        for child in ast.iter_child_nodes(node):
            self._note(child, inner)


def patterns() -> tuple[list[Pattern], list[str]]:
    """All patterns, each once, and the places (file:line) whose pattern can't be worked out."""
    files = [_file(path) for path in FILES]
    helpers = _helpers(files)
    methods = _methods_used(files)
    found: dict[tuple[str, int, bool], Pattern] = {}
    unknown = []
    for file in files:
        for call, expression, name in _pattern_arguments(file, helpers):
            where = f"{file.path.relative_to(ROOT)}:{call.lineno}"
            texts = _texts(expression, file, call, files)
            if texts is None:
                continue
            if not texts:
                unknown.append(where)
            anchored = name in _ANCHORED or (name == "compile" and _only_matched(file, call, methods))
            for text in texts:
                key = (text, _flags(call, file), anchored)
                found.setdefault(key, Pattern(where, *key))
    return list(found.values()), unknown


def _file(path: Path) -> _File:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return _File(path, tree, importlib.import_module(name) if path.parent.name != "stranger" else _script(tree, path))


def _script(tree: ast.Module, path: Path) -> ModuleType:
    """A program that begins to work when it is imported: its names and functions alone."""
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    defining = (ast.Import, ast.Assign, ast.AnnAssign, ast.FunctionDef)
    names = ast.Module([node for node in tree.body if isinstance(node, defining)], [])
    exec(compile(names, path, "exec"), module.__dict__)
    return module


def _called(call: ast.Call) -> str:
    """The name of an `re` function or of any other that is called; empty for what has no name."""
    function = call.func
    if isinstance(function, ast.Attribute):
        of_re = isinstance(function.value, ast.Name) and function.value.id == "re"
        return f"re.{function.attr}" if of_re else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _pattern_arguments(file: _File, helpers: dict[str, tuple[int, str]]) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """Each call that takes a pattern, what stands for the pattern, and the `re` function's name (else "search")."""
    for node in file.functions:
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name.removeprefix("re.") in _RE_FUNCTIONS and name.startswith("re."):
            position, keyword, name = 0, "pattern", name.removeprefix("re.")
        elif name in helpers:
            (position, keyword), name = helpers[name], "search"
        else:
            continue
        named = [given.value for given in node.keywords if given.arg == keyword]
        expression = next(iter([*named, *node.args[position : position + 1]]), None)
        no_pattern = isinstance(expression, ast.Constant) and expression.value is None
        if expression is not None and not no_pattern:
            yield node, expression, name


def _helpers(files: list[_File]) -> dict[str, tuple[int, str]]:
    """The functions that pass a parameter on as a pattern: its place among the arguments, and its name."""
    helpers: dict[str, tuple[int, str]] = {}
    while True:
        more = {
            function.name: place
            for file in files
            for call, expression, _ in _pattern_arguments(file, helpers)
            if isinstance(expression, ast.Name)
            for function in file.functions[call]
            if isinstance(function, ast.FunctionDef) and (place := _place(function, expression.id)) is not None
        }
        if more.keys() <= helpers.keys():
            return helpers
        helpers |= more


def _place(function: ast.AST, name: str) -> tuple[int, str] | None:
    if not isinstance(function, ast.FunctionDef):
        return None
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in ("self", "cls")]
    return (names.index(name), name) if name in names else None


def _methods_used(files: list[_File]) -> dict[str, set[str]]:
    """What is called on each name, anywhere: `_TOKEN.finditer(…)` notes `finditer` for `_TOKEN`."""
    used: dict[str, set[str]] = {}
    for file in files:
        for node in file.functions:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                used.setdefault(owner, set()).add(node.attr)
    return used


def _only_matched(file: _File, call: ast.Call, methods: dict[str, set[str]]) -> bool:
    names = [
        target.id
        for node in file.tree.body
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return bool(names) and bool(used := methods.get(names[0], set())) and used <= _ANCHORED


def _flags(call: ast.Call, file: _File) -> int:
    for argument in (*call.args[1:], *(given.value for given in call.keywords)):
        value = _evaluated(argument, file)
        if isinstance(value, re.RegexFlag):
            return int(value)
    return 0


_NOT_CONSTANT = object()


def _evaluated(expression: ast.expr, file: _File) -> Any:
    """The value of an expression of constants of its module; `_NOT_CONSTANT` where it needs something of a function."""
    try:
        return eval(compile(ast.Expression(expression), str(file.path), "eval"), vars(file.module))
    except (SyntaxError, NameError, AttributeError, LookupError, TypeError, ValueError):
        return _NOT_CONSTANT


def _texts(expression: ast.expr, file: _File, call: ast.Call, files: list[_File]) -> list[str] | None:
    """The patterns that an expression stands for: none when they can't be told, None when its callers tell them."""
    if isinstance(expression, ast.Name) and any(
        _place(function, expression.id) is not None for function in file.functions[call]
    ):
        return None
    texts = []
    for value in _values(expression, file, file.functions[call], files)[:_MOST_VALUES]:
        text = value.pattern if isinstance(value, re.Pattern) else value
        if isinstance(text, str | bytes):
            texts.append(text if isinstance(text, str) else text.decode("latin-1"))
    return texts


def _values(expression: ast.expr, file: _File, around: list[ast.AST], files: list[_File]) -> list[Any]:
    """Everything that an expression may be, as far as its source tells."""
    if (value := _evaluated(expression, file)) is not _NOT_CONSTANT:
        return [value]

    def parts(*inner: ast.expr) -> Iterator[tuple[Any, ...]]:
        return product(*(_values(one, file, around, files)[:_MOST_VALUES] or ["x"] for one in inner))

    match expression:
        case ast.JoinedStr(values=pieces):
            return ["".join(map(str, some)) for some in parts(*pieces)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [some[0] + some[1] for some in parts(left, right) if type(some[0]) is type(some[1])]
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"),
            args=[ast.GeneratorExp(elt=one) | ast.ListComp(elt=one)],
        ):
            return [between.join((some, some)) for (some,) in parts(one)]
        case ast.Attribute(attr=name):
            return [value for one in files for value in _of_classes(one.module, name)]
    return [value for one in _alternatives(expression, around) for value in _values(one, file, around, files)]


def _alternatives(expression: ast.expr, around: list[ast.AST]) -> list[ast.expr]:
    """The expressions of which an expression is one: the branches of an `if`, the members of a tuple, a local name."""
    match expression:
        case ast.FormattedValue(value=value):
            return [value]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return elements
        case ast.Name(id=name):
            return [value for function in around for value in _assigned(function, name)]
    return []


def _of_classes(module: ModuleType, name: str) -> Iterator[str]:
    """The attribute `name` of the classes of a module."""
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == module.__name__ and isinstance(vars(value).get(name), str):
            yield vars(value)[name]


def _assigned(function: ast.AST, name: str) -> Iterator[ast.expr]:
    """What a function assigns to a name, or goes through under that name."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.NamedExpr(target=ast.Name(id=target), value=value) if target == name:
                yield value
            case (
                ast.For(target=ast.Name(id=target), iter=value)
                | ast.comprehension(target=ast.Name(id=target), iter=value)
            ) if target == name:
                yield value
