"""A drawing, or what a page has packed, that its notebook does not give is told."""

import random
import re

from equity.briefing.content import read_content
from equity.briefing.page import render_page
from equity.briefing.tracing.still import check_still
from made_up_pages import all_findings, charts, notebook_of


def test_one_digit_altered_in_any_drawing_or_packed_part_is_told_with_what_stands_near_it():
    content = read_content(notebook_of([*charts("sv"), all_findings()]))
    page = render_page(content)
    assert check_still(page, render_page(content)) == []
    parts = [m.span() for m in re.finditer(r"<(svg|script)\b.*?</\1>", page, re.DOTALL)]
    assert len(parts) > 10
    draw, anew = random.Random(7), render_page(content)
    for start, end in parts:
        place = draw.choice([n for n in range(start, end) if page[n].isdecimal()])
        altered = page[:place] + str((int(page[place]) + 1) % 10) + page[place + 1 :]
        (fault,) = check_still(altered, anew)
        assert repr(altered[place - 5 : place + 5])[1:-1] in fault


def test_a_drawing_left_out_is_told():
    content = read_content(notebook_of([*charts("sv"), all_findings()]))
    page = render_page(content)
    without = re.sub(r"<svg xmlns.*?</svg>", "", page, count=1, flags=re.DOTALL)
    assert check_still(without, page)
