"""The choices that are not in the menu of valid ways, each with its reason."""

from __future__ import annotations

import pandas as pd

from equity.wording.messages import say, translate
from equity.wording.passages import Passage, Quote


def not_valid(menu: pd.DataFrame, indicator: str, language: str) -> Passage:
    """Return what was considered and left out of an indicator's menu, and why.

    menu: the declared table of choices, with its reasons in both languages.
    """
    left_out = menu[(menu["indicator"] == indicator) & (menu["valid"] == "no")]
    items = tuple(
        say(
            "{option} is not used: {reason}.",
            language,
            option=str(row[f"name_{language}"]).capitalize(),
            reason=str(row[f"reason_{language}"]),
        )
        for row in left_out.to_dict("records")
    )
    return Passage(
        kind="text",
        anchor="not-valid",
        title=translate("What was left out, and why", language),
        paragraphs=() if items else (translate("Nothing was left out.", language),),
        items=items,
        quotes=tuple(
            Quote(
                text=str(row[column]),
                file="specifications.csv",
                row=f"line {int(str(at)) + 2}",
                column=column,
            )
            for at, row in left_out.iterrows()
            for column in (f"name_{language}", f"reason_{language}")
        ),
        language=language,
    )
