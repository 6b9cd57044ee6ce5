"""The invoice registration number: read as people write it, refused when it cannot be one."""

import pytest

from daicho.business.organisation.registration import fits_corporate_number, is_number, usual_form


@pytest.mark.parametrize(
    "written",
    ["T7010705000725", "t7010705000725", "Ｔ７０１０７０５０００７２５", "T7-0107-0500-0725", " 7010705000725 "],
)
def test_a_number_is_read_as_people_write_it(written):
    assert usual_form(written) == "T7010705000725"


@pytest.mark.parametrize("text", ["", "T123", "T0010705000725", "X7010705000725", "T70107050007255", "T７010705000725"])
def test_what_has_not_the_form_is_no_number(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    "text, fits",
    [("T7010705000725", True), ("T7010705000752", False), ("T1000012050002", False), ("T7000012050002", True)],
)
def test_the_check_digit_of_a_corporate_number(text, fits):
    assert fits_corporate_number(text) is fits
