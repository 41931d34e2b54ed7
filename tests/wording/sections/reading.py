"""How hard a passage is to read: its sentences, their words and LIX."""

import re

from equity.wording.passages import Passage

LONG_WORD = 6


def sentences(passage: Passage) -> list[str]:
    """Return every sentence of an answer, titles included."""
    texts = [*passage.paragraphs]
    for claim in passage.claims:
        texts += [claim.title, *claim.text, *claim.sure]
    return [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if s]


def words(text: str) -> list[str]:
    """Return a text's words; a number with its separators is one."""
    return re.findall(r"[^\W_]+(?:[-,.:\u202f][^\W_]+)*", text.replace("\u2060", ""))


def lix(told: list[str]) -> float:
    """Return LIX: words a sentence plus the per cent of words of more than six letters."""
    every = [word for sentence in told for word in words(sentence)]
    long = [word for word in every if len(word) > LONG_WORD]
    return len(every) / len(told) + 100 * len(long) / len(every)


def words_a_sentence(told: list[str]) -> float:
    """Return the mean number of words."""
    return sum(len(words(sentence)) for sentence in told) / len(told)
