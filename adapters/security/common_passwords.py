"""Common passwords: those among an attacker's first guesses (NIST SP 800-63B-4, 3.1.1.2).

Lists of leaked passwords contain hardly any of fifteen characters or more; what people choose when they must is short
common ones repeated, joined, numbered or walked along the keyboard. So a password is split into such pieces, and its
rank is the number of guesses of an attacker who joins the likeliest pieces first. The idea is that of D. L. Wheeler,
"zxcvbn", USENIX Security 2016.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from attrs import frozen

MAX_GUESSES = 1_000_000
"""Guesses that are counted at most: about three years of what the throttle allows for one account."""
LONGEST = 64
"""Characters, not counting whole repetitions; attackers try no longer combinations, however common the pieces."""

_LETTER = 26
_OTHER = 10
_YEAR = 150
_WALK = 50
_SHORTEST_WALK = 3
_YEARS = frozenset(str(year) for year in range(1900, 2051))
_LEET = str.maketrans("4@301!5$7", "aaeoiisst")
_ROWS = (
    "0123456789" * 4,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "qwertzuiopü asdfghjklöä yxcvbnm",
    "azertyuiop qsdfghjklm wxcvbn",
    '!@#$%^&*()_+ !"§$%&/()=',
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ zaq1xsw2cde3vfr4bgt5nhy6mju7 zaq12wsxcde34rfv",
    "1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 1qa2ws3ed4rf5tg6yh7uj",
    "qazwsxedcrfvtgbyhnujmikolp qweasdzxcrtyfghvbnuiojkl 147258369 741852963 159357",
)
_WALKS = "\n".join(row + "\n" + row[::-1] for row in _ROWS)


@frozen
class CommonPasswords:
    """Returns whether a case-folded password is among so many first guesses; spaces and punctuation do not count."""

    guesses: int
    """Up to `MAX_GUESSES`; 0 for no password."""

    def __call__(self, password: str) -> bool:
        """Return whether the password is common."""
        if not self.guesses:
            return False
        bare = "".join(char for char in password if char.isalnum())
        return _guesses(password) <= self.guesses or (bare != "" and _guesses(bare) <= self.guesses)


@cache
def _ranks() -> Mapping[str, int]:
    """Return the rank of each common word or phrase among guesses; read on first use, in about 6 ms."""
    lines = resources.files(__package__).joinpath("common_words.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    return {word: rank for rank, word in enumerate(words, start=1)}


@cache
def _longest_word() -> int:
    return max(map(len, _ranks()))


def _guesses(text: str) -> int:
    """Return the number of guesses that lead to a text by its likeliest pieces; `MAX_GUESSES + 1` for more."""
    text = text[: (text + text).find(text, 1)]  # what it repeats, if it repeats something as a whole
    if len(text) > LONGEST:
        return MAX_GUESSES + 1
    least = [1] + [MAX_GUESSES + 1] * len(text)
    for start in range(len(text)):
        if least[start] > MAX_GUESSES:
            continue
        for piece, guesses in _pieces(text, start):
            end, times = start + len(piece), 1
            while text.startswith(piece, end - len(piece)):
                least[end] = min(least[end], least[start] * guesses * times)
                end, times = end + len(piece), times + 1
    return least[-1]


def _pieces(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the pieces that may begin at a position, with the guesses each takes."""
    ranks = _ranks()
    yield text[start], _LETTER if text[start].isalpha() else _OTHER
    walking = True
    for end in range(start + _SHORTEST_WALK, min(start + _longest_word(), len(text)) + 1):
        piece = text[start:end]
        if walking := walking and piece in _WALKS:
            yield piece, _WALK
        if piece in _YEARS:
            yield piece, _YEAR
        if rank := ranks.get(piece):
            yield piece, rank
        elif rank := ranks.get(piece.translate(_LEET)):
            yield piece, 2 * rank
