"""What a parameter's value may be: taken exactly, or refused with what was expected instead.

A value is one of Python's, or a *written* one: a text that stands for it, as on a command line.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

LONGEST = 1000
DIGITS = 18  # a longer whole number is none to a table of 64 bits, nor to a reader of JSON
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(rf"[+-]?\d{{1,{DIGITS}}}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
YES, NO = {"true", "yes", "on", "1", "t", "y"}, {"false", "no", "off", "0", "f", "n"}
A_WHOLE_NUMBER = f"a whole number of at most {DIGITS} digits"
A_NUMBER = "a finite number, in digits such as 2.5"
WRITTEN = "written"  # context of a check whose values are texts, as a command line has them
A_DATE = "a date such as 2018-09-09"


def _is_written(value: Any, info: ValidationInfo) -> bool:
    """Say whether a value is a text that stands for a value, as on a command line."""
    return isinstance(value, str) and info.context == WRITTEN


def _not(expected: str, value: Any, info: ValidationInfo) -> ValueError:
    """Return the error for another value; of what is written all is text, so that says nothing."""
    kind = "" if _is_written(value, info) else f", not {type(value).__name__}"
    return ValueError(f"{expected}{kind}")


def _one_line(text: str) -> str:
    """Return a text that stands on one line; ValueError for another, or an endless one."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError("text on one line, without control characters")
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters, not {len(text)}")
    return _encodable(text)


def _encodable(text: str) -> str:
    """Return a text that a file can hold; ValueError for half a character, or stray bytes."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"text in UTF-8, which {text[error.start]!r} is not") from None
    return text


def _line(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise _not("a text", value, info)
    return _one_line(str.__str__(value))


def _whole(value: Any, info: ValidationInfo) -> int:
    """Return a whole number, given as one or written in digits without ornaments."""
    if _is_written(value, info) and WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _short_enough(int(value))
    raise _not(A_WHOLE_NUMBER, value, info)


def _short_enough(value: int) -> int:
    if abs(value) >= 10**DIGITS:
        raise ValueError(A_WHOLE_NUMBER)
    return value


def _number(value: Any, info: ValidationInfo) -> float:
    """Return a finite number, given as one or written in digits without ornaments."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_written = _is_written(value, info) and NUMBER.fullmatch(value)
    if not is_number and not is_written:
        raise _not(A_NUMBER, value, info)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(A_NUMBER)
    if number == 0 and is_written and re.search("[1-9]", re.split("[eE]", value)[0]):
        raise ValueError(f"{A_NUMBER}, and none so near to 0")
    return number


def _flag(value: Any, info: ValidationInfo) -> bool:
    """Return True or False, given as such or as one of the words that stand for it."""
    if isinstance(value, bool):
        return value
    if _is_written(value, info) and value.lower() in YES | NO:
        return value.lower() in YES
    raise _not("true or false", value, info)


def _day(value: Any, info: ValidationInfo) -> str:
    """Return a date as ISO text, whether it came as text, as a date or as a moment at midnight."""
    if isinstance(value, datetime):  # a Timestamp of pandas is one, and counts nanoseconds too
        if value != value:  # its NaT is one as well, and no day at all
            raise _not(A_DATE, value, info)
        at_midnight = value.time().replace(tzinfo=None) == datetime.min.time()
        if not at_midnight or getattr(value, "nanosecond", None):
            raise ValueError("a date, not a time of day")
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and DATE.fullmatch(value):
        return date.fromisoformat(value).isoformat()
    raise _not(A_DATE, value, info)


def _listed(value: Any, info: ValidationInfo) -> Any:
    return _nested(value, info, list, "a list in JSON, such as [1, 2.5]")


def _named(value: Any, info: ValidationInfo) -> Any:
    return _nested(value, info, dict, 'names with values in JSON, such as {"a": 1}')


def _nested(value: Any, info: ValidationInfo, kind: type, expected: str) -> Any:
    """Return a list or names with values, given as such or as a text of strict JSON."""
    if _is_written(value, info):
        try:
            value = json.loads(value, parse_constant=_refuse, object_pairs_hook=_once_each)
        except (ValueError, RecursionError):
            raise ValueError(expected) from None
    if not isinstance(value, kind):
        raise _not(expected, value, info)
    return plain(value)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name given twice")
    return dict(pairs)


def plain(value: Any) -> Any:
    """Return a value that JSON can hold exactly; ValueError for any other."""
    try:
        return _plain(value)
    except RecursionError:
        raise ValueError("a plain value, not one inside itself") from None


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a finite number, not {value}")
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("names that are text")
        return {_encodable(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if type(value) is int:
        return _short_enough(value)
    if type(value) is str:
        return _encodable(value)
    if value is None or type(value) in (float, bool):
        return value
    raise ValueError(f"a plain value, not {type(value).__name__}")


Line = Annotated[str, BeforeValidator(_line)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[str, BeforeValidator(_day)]
Plain = Annotated[Any, PlainValidator(plain)]
READ: dict[type, Callable[[Any, ValidationInfo], Any]] = {
    bool: _flag, int: _whole, float: _number, str: _line, list: _listed, dict: _named
}  # fmt: skip
KINDS: dict[type, Any] = {
    kind: Annotated[kind, PlainValidator(read)] for kind, read in READ.items()
} | {type(None): Plain}


def optional(kind: type) -> Any:
    """Return the type of what may be None, and is else of a kind of `READ`."""

    def read(value: Any, info: ValidationInfo) -> Any:
        return None if value is None else READ[kind](value, info)

    return Annotated[Any, PlainValidator(read)]
