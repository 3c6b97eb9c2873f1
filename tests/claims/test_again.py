"""All pages give the same in a second run, and its numbers are compared to the digit.

Beside the test of the answers, which needs that run too: so one worker makes it, and none waits.
"""


def test_all_pages_run_alike_in_other_surroundings_and_any_digit_that_changes_is_noticed(second_run):
    assert second_run["found"] == [], "two runs differ, or a digit counts for nothing"
    assert second_run["digits"] > 5000
