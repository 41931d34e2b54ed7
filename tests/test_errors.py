"""An error says where, what, expected, and what to do."""

from equity.errors import DataError, Problem


def test_a_problem_reads_as_one_line_with_place_value_and_cure():
    problem = Problem("a.csv", 3, "voters", "9 120", "a whole number", "write 9120")
    assert str(problem) == (
        "a.csv, row 3, column voters: '9 120', expected a whole number; write 9120"
    )


def test_a_data_error_tells_every_problem_on_a_line_of_its_own():
    problems = [Problem("a.csv", row, "x", "?", "a number", "write one") for row in (2, 3)]
    assert str(DataError(problems)).count("\n") == 1
