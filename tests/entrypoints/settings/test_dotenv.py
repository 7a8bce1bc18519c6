"""The file `.env`, read strictly."""

from pathlib import Path

import pytest

from entrypoints.settings.dotenv import given_in


def read(folder: Path, text: str) -> tuple[dict[str, str], list[str]]:
    (folder / ".env").write_text(text, encoding="utf-8")
    given, problems = given_in(folder / ".env")
    return {name: it.text for name, it in given.items()}, problems


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=plain", "plain"),
        ("A = with blanks around ", "with blanks around"),
        ("export A=exported", "exported"),
        ("A=", ""),
        ("A=# nothing but a comment", ""),
        ("A=value # comment", "value"),
        ("A=no#comment", "no#comment"),
        ("A='single # \\n $HOME'", "single # \\n $HOME"),
        ('A="double # \\"quoted\\" \\\\ \\t" # comment', 'double # "quoted" \\ \t'),
        ("A=a=b", "a=b"),
        ("\ufeffA=after a byte order mark", "after a byte order mark"),
        ("  A=windows\r", "windows"),
    ],
)
def test_a_line_gives_a_name_its_value(tmp_path: Path, line: str, value: str) -> None:
    assert read(tmp_path, f"{line}\n") == ({"A": value}, [])


def test_comments_and_empty_lines_say_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "\n# A=1\n   # B=2\n\n") == ({}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hunter2", ".env, line 1: is not NAME=value; correct it, or begin it with # to make it a comment"),
        ("1A=hunter2", ".env, line 1: is not NAME=value; correct it, or begin it with # to make it a comment"),
        ("\nA='hunter2", ".env, line 2: has a quotation mark without a partner"),
        ('A="hunter2" more', ".env, line 1: has a quotation mark without a partner"),
        ("A=1\nB=1\nA=hunter2", "A (.env, line 3): is set a second time; remove one of the two"),
    ],
)
def test_what_cannot_be_understood_is_told_by_its_line_and_not_repeated(
    tmp_path: Path, text: str, problem: str
) -> None:
    _, problems = read(tmp_path, text)

    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert "hunter2" not in problems[0]


def test_a_file_in_another_encoding_and_a_folder_are_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin"
    latin.write_bytes(b"A=\xe4\n")

    assert given_in(latin) == ({}, [f"{latin}: is not UTF-8 text; save it as such"])
    assert given_in(tmp_path) == ({}, [f"{tmp_path}: cannot be read (Is a directory); make it readable, or remove it"])


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert given_in(tmp_path / ".env") == ({}, [])
