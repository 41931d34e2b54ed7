"""Tables that a Swedish Excel opens right by a double click, and that carry no formula."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones count where keyboards have them


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    r"""Return a table as CSV for a spreadsheet: semicolons, decimal commas, UTF-8 with its mark.

    Numbers stay numbers, negative ones too; what is absent or no number is an empty cell, and
    a list its members on one line. A text that a spreadsheet would take for a formula gets an
    apostrophe before it. Programs rather read the Parquet file beside it.

    header: the columns' names. rows: each as long as the header (ValueError where one is not).

    >>> as_csv(["name", "gap"], [["=A1", -1.5], ["Ängby", None]]).decode("utf-8-sig")
    "name;gap\r\n'=A1;-1,5\r\nÄngby;\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in [header, *rows]:
        if len(row) != len(header):
            raise ValueError(f"a row of {len(row)} cells under {len(header)} columns")
        writer.writerow([cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Return the text of one cell.

    >>> [cell(value) for value in (-1.5, 28726, None, float("nan"), True, ["a", "b"], "@x")]
    ['-1,5', '28726', '', '', 'true', 'a | b', "'@x"]
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(value).replace(".", ",") if math.isfinite(value) else ""
    if isinstance(value, list | tuple):
        return cell(" | ".join(str(one) for one in value))
    text = str(value)
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text
