"""A file of finer areas beside the city's own table."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.wording.messages import N_, say, translate
from equity.wording.names import detail
from equity.wording.numbers import count, in_unit, number, with_unit
from equity.wording.passages import Passage, Table
from equity.wording.sections.finer.parts import label_of, number_of


def finer_totals(findings: Iterable[Finding], language: str) -> Passage:
    """Return each district's rate beside the mean of its finer areas, as a check of the file."""
    chosen = list(findings)
    known = [f for f in chosen if f.topic == "scales" and detail(f).startswith("mean.")]
    (most,) = (f for f in chosen if f.topic == "scales" and detail(f) == "apart")
    unit = known[0].unit
    rows = tuple(
        (
            detail(f).removeprefix("mean."),
            count(number_of(f, "areas"), language),
            number(in_unit(number_of(f, "value"), unit), 2, language),
            number(in_unit(float(f.value or 0), unit), 2, language),
        )
        for f in known
    )
    heads = (N_("District"), N_("Areas"), N_("Added counts"), N_("Mean of its areas"))
    told = say(
        "Nothing in the file of {kinds} contradicts the districts' own counts. The mean of a "
        "district's {kinds} lies at most {apart} from the rate of its counts, in {name}. Some "
        "distance is right, since large and small ones count alike in a mean.",
        language,
        kinds=label_of(most, "kinds", language),
        apart=with_unit(number(most.value or 0.0, 2, language), most.unit, language),
        name=", ".join(most.areas),
    )
    title = translate("The file beside the city's own table", language)
    return Passage(
        kind="text",
        anchor="totals",
        title=title,
        paragraphs=(told,),
        table=Table(
            caption=title,
            columns=tuple(translate(head, language) for head in heads),
            rows=rows,
            numeric=(False, True, True, True),
        ),
        language=language,
    )
