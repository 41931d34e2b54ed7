"""What a word may hold that is written into a unit or a crontab, where a line is a line."""

from equity.errors import ParameterError


def on_one_line(text: str) -> str:
    """Return text as it is.

    Raises ParameterError for a control character, which ends a line or is read otherwise, and
    for bytes of a file's name that are no UTF-8.

    >>> on_one_line("50 % å")
    '50 % å'
    """
    if any(ord(letter) < ord(" ") or ord(letter) == 127 for letter in text):
        raise ParameterError(
            f"{text[:60]!r} holds a control character: no unit or crontab takes it"
        )
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ParameterError(f"{text[:60]!r} is no UTF-8, as a line has to be")
    return text
