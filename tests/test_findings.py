"""Findings keep what they are told, together, and refuse what does not hold together."""

import json

import pytest
from pydantic import ValidationError

from equity.findings import MEDIA_TYPE, Finding, Findings, Label, Note, collect


def finding(**changed):
    fields = {
        "id": "gap.votes",
        "value": -0.5,
        "low": -0.75,
        "high": -0.25,
        "range_of": "identification",
        "unit": "percentage points",
        "period": "2018",
        "definition": "river",
        "verdict": "decided",
        "method": Note(message="{left:,.0f} votes placed", values={"left": 28726}),
        "sources": ("val",),
    }
    return Finding(**(fields | changed))


def test_a_public_finding_has_the_fields_of_the_contract_and_no_other():
    assert list(finding(subject=Label(en="votes")).public()) == [
        "id", "value", "low", "high", "range_of", "unit", "period", "definition",
        "areas", "verdict", "method", "sources", "caveats",
    ]  # fmt: skip


def test_method_is_an_english_sentence_with_its_numbers_in_findings_json():
    content = json.loads(Findings([finding()]).to_json())
    assert content["schema"] == 1
    assert content["findings"][0]["method"] == "28,726 votes placed"
    assert content["findings"][0]["value"] == -0.5


def test_a_value_outside_its_range_is_refused_by_name():
    with pytest.raises(ValidationError, match=r"gap\.votes: value 3\.0 lies outside"):
        finding(value=3.0)


def test_half_a_range_is_refused():
    with pytest.raises(ValidationError, match="a range needs both ends"):
        finding(high=None)


def test_a_finding_without_a_source_is_refused():
    with pytest.raises(ValidationError, match="without a source"):
        finding(sources=())


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_cannot_hold_is_refused(number):
    with pytest.raises(ValidationError):
        finding(value=number, low=None, high=None)


def test_two_findings_with_one_key_must_say_the_same():
    assert len(Findings([finding(), finding()])) == 1
    with pytest.raises(ValueError, match=r"two different findings gap\.votes"):
        Findings([finding(), finding(value=-0.4)])


def test_findings_survive_the_way_through_a_notebooks_output():
    findings = Findings([finding(), finding(period="2022"), finding(definition="hill")])
    bundle = json.loads(json.dumps(findings._repr_mimebundle_()))
    other = {"data": {"text/plain": "x"}}
    assert collect([other, {"data": bundle}, {"output_type": "stream"}]) == findings


def test_what_many_findings_say_alike_stands_once_in_a_notebooks_output():
    findings = Findings([finding(period=str(year)) for year in range(2000, 2020)])
    carried = json.dumps(findings._repr_mimebundle_()[MEDIA_TYPE])
    assert carried.count(json.dumps(finding().method.message)) == 1


def test_a_notebook_run_by_an_earlier_version_is_to_be_run_again():
    with pytest.raises(ValueError, match="schema 1, 2 expected: run the notebook again"):
        Findings.from_bundle({"schema": 1, "findings": []})


def test_text_holds_sixty_rows_at_most_and_the_table_beside_it_every_one():
    many = Findings([finding(period=str(year)) for year in range(1900, 2000)])
    shown = many._repr_mimebundle_()
    assert len(shown["text/plain"].splitlines()) <= 62
    assert shown["text/html"].count("<tr>") == 101
    assert repr(Findings([])) == "Findings: none"


def test_text_from_data_is_escaped_in_the_table_shown():
    shown = Findings([finding(period="<script>alert(1)</script>")])._repr_mimebundle_()
    assert "<script>" not in shown["text/html"]
    assert MEDIA_TYPE in shown


def test_a_missing_finding_is_named():
    with pytest.raises(KeyError, match=r"no finding gap\.other for period 2018"):
        Findings([finding()]).get("gap.other", "2018", "river")


def test_selecting_keeps_the_order_and_only_what_fits():
    findings = Findings([finding(period="2022"), finding(), finding(definition="hill")])
    assert [f.period for f in findings.select(definition="river")] == ["2022", "2018"]
