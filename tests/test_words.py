"""Code and documents use the terms of the field: names and phrases that need an explanation are rejected."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.test_layers import PRODUCT, files_in, words_of

FOLDERS = (*PRODUCT, "clients", "examples", "tests", "benchmarks")
DOCUMENTS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "deploy", "benchmarks", "clients")

NAMES = """
Line Lines Question Everybody Narrowing Note Notes Intent Door Edge Meter Use Guesses Place Harmless Origin Presentation
Given Prepared Facts Spellings Expected Refused let_in until_settled flawed likes worth wanted known looks chores
"""
"""Names that do not say what they stand for; as a part of a longer name they may be right."""

NAME_WORDS = """
flaw flaws mistake mistakes trouble troubles misuse notebook overtaken sights arrivals noun nouns told tell tells
whoever
"""
"""Words that no name may contain."""

PHRASES = (
    r"told|tells|telling",
    r"whoever|whomever",
    r"over is over",
    r"com(e|es|ing) along|(took|takes?|taking|brought|brings?) along|comes? round",
    r"(nobody|somebody|everybody|anybody|whoever|to who) (wants|has|may|can|knows|asks|else)",
    r"good for",
    r"let(s|ting)? in",
    r"(came|comes|become|became|becomes) of",
    r"has it that",
    r"nobody's|somebody's|everybody's",
    r"flaws?|mistakes?|misuse",
    r"an? (house|door)|the (house|door)",
)
"""Regular expressions for whole words of prose."""

PROSE_TOKENS = frozenset({"COMMENT", "STRING", "FSTRING_MIDDLE"})
"""Since Python 3.12 an f-string consists of several tokens."""

_PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b", re.IGNORECASE)


def test_every_name_is_a_term_of_the_field() -> None:
    assert sorted(set(forbidden_names())) == []


def test_no_sentence_has_a_forbidden_phrase() -> None:
    assert sorted(set(forbidden_phrases())) == []


@pytest.mark.parametrize("name", ["Door", "worth", "FieldFlaw", "task_told", "test_a_mistake_is_found"])
def test_a_forbidden_name_is_found(name: str) -> None:
    assert is_forbidden(name)


@pytest.mark.parametrize("name", ["DoorBell", "known_hosts", "Outline", "foretold"])
def test_an_allowed_name_is_accepted(name: str) -> None:
    assert not is_forbidden(name)


@pytest.mark.parametrize(
    "sentence",
    ["The caller is told.", "Whoever asks first", "Log out, and over is over", "A key that is good for one purpose"],
)
def test_a_forbidden_phrase_is_found(sentence: str) -> None:
    assert _PHRASE.search(sentence)


def forbidden_names() -> Iterator[str]:
    for path in files_in(*FOLDERS):
        for name in (path.stem, *names_in(path)):
            if is_forbidden(name):
                yield f"{path.relative_to(ROOT)}: {name}"


def names_in(path: Path) -> Iterator[str]:
    """Yield the names that a module defines: of classes, functions, parameters, variables and attributes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def is_forbidden(name: str) -> bool:
    return name.lstrip("_") in NAMES.split() or any(word.lower() in NAME_WORDS.split() for word in words_of(name))


def forbidden_phrases() -> Iterator[str]:
    for path, number, text in (*prose_of_modules(), *prose_of_documents()):
        if found := _PHRASE.search(text):
            yield f"{path.relative_to(ROOT)}:{number}: {found[0]}"


def prose_of_modules() -> Iterator[tuple[Path, int, str]]:
    """Yield every comment and every text in quotes, which includes docstrings and messages."""
    for path in files_in(*FOLDERS):
        if path == Path(__file__):
            continue
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if tokenize.tok_name[token.type] in PROSE_TOKENS:
                for offset, line in enumerate(token.string.splitlines()):
                    yield path, token.start[0] + offset, line


def prose_of_documents() -> Iterator[tuple[Path, int, str]]:
    for document in DOCUMENTS:
        root = ROOT / document
        for path in sorted(root.rglob("*.md")) if root.is_dir() else [root]:
            if any(part.startswith(".") for part in path.relative_to(ROOT).parts):
                continue  # installed packages
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield path, number, line
