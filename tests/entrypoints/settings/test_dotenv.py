"""The file `.env`, read strictly."""

from pathlib import Path

import pytest

from entrypoints.settings.dotenv import read_dotenv


def read(folder: Path, text: str) -> tuple[dict[str, str], list[str]]:
    (folder / ".env").write_text(text, encoding="utf-8")
    values, messages = read_dotenv(folder / ".env")
    return {name: each.text for name, each in values.items()}, messages


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
def test_a_line_assigns_a_value(tmp_path: Path, line: str, value: str) -> None:
    assert read(tmp_path, f"{line}\n") == ({"A": value}, [])


def test_comments_and_empty_lines_are_ignored(tmp_path: Path) -> None:
    assert read(tmp_path, "\n# A=1\n   # B=2\n\n") == ({}, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hunter2", ".env, line 1: is not NAME=value; correct it, or start it with # to make it a comment"),
        ("1A=hunter2", ".env, line 1: is not NAME=value; correct it, or start it with # to make it a comment"),
        ("\nA='hunter2", ".env, line 2: has an unmatched quotation mark"),
        ('A="hunter2" more', ".env, line 1: has an unmatched quotation mark"),
        ("A=1\nB=1\nA=hunter2", "A (.env, line 3): is set a second time; remove one of the two"),
    ],
)
def test_an_invalid_line_is_reported_by_its_number_and_not_repeated(tmp_path: Path, text: str, expected: str) -> None:
    _, messages = read(tmp_path, text)

    assert len(messages) == 1
    assert messages[0].startswith(expected)
    assert "hunter2" not in messages[0]


def test_a_file_in_another_encoding_and_a_folder_are_rejected(tmp_path: Path) -> None:
    latin = tmp_path / "latin"
    latin.write_bytes(b"A=\xe4\n")

    assert read_dotenv(latin) == ({}, [f"{latin}: is not UTF-8 text; save it as such"])
    assert read_dotenv(tmp_path) == (
        {},
        [f"{tmp_path}: cannot be read (Is a directory); make it readable, or remove it"],
    )


def test_a_missing_file_is_empty(tmp_path: Path) -> None:
    assert read_dotenv(tmp_path / ".env") == ({}, [])
