"""Traffic violations are known by what is said of them, in whatever spelling (PUR-02)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.traffic_matters import (
    is_misdemeanor_warrant,
    is_traffic,
    is_traffic_offense,
    row_is_traffic,
    says_traffic,
)

TRAFFIC = [
    "Expired registration", "EXPIRED REG", "exp. tag", "Registration: expired", "Reg Expired 2021",
    "Unpaid parking tickets", "parking violations", "tickets unpaid", "parking",
    "No insurance", "no ins", "No liability insurance", "insurance lapse", "uninsured motorist",
    "unpaid tolls", "owes tolls", "toll violator", "inspection expired", "No inspection",
    "failed emissions", "suspended license", "Licence suspended", "Driver's license revoked",
    "DL SUSPENDED", "no valid drivers license", "Unlicensed driver", "DWLR", "Suspended",
    "speeding", "red light camera", "traffic violation", "Warrant - suspended license",
    "Wanted for unpaid parking tickets", "not stolen, expired registration", "G.S. 20-111(2)",
    "GS 20-28", "registration hold",
]  # fmt: skip
OTHER = [
    "Stolen vehicle, registration NC ABC1234", "Stolen vehicle, expired registration",
    "Stolen, registration expired 2021", "Homicide suspect, suspended license",
    "Missing person, insurance card found", "armed robbery, speeding away", "Blue pickup",
    "Suspect seen in parking lot", "Vehicle parked at toll plaza", "black SUV, no plate",
    "no license plate visible", "temp tag NC", "Chevrolet Citation", "reg exp 2027",
    "Blue Honda, registration NC, exp 06/2027", "Human trafficking", "felony vehicle",
    "license plate AB123", "has registration in the name of J. Doe", "traffic cone in bed",
    "insurance auction sticker", "Felony flight, G.S. 20-141.5", "seen near inspection station",
    "", "2019 HONDA ACCORD", "Registered owner is a witness",
]  # fmt: skip
PLAIN = ["expired registration", "no insurance", "unpaid parking tickets", "suspended license"]
SIGNS = st.sampled_from([" ", "  ", "-", "_", ", ", ": ", "/", " / ", ". "])


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize("text", TRAFFIC)
def test_a_row_about_a_traffic_violation_is_known_by_its_words(text: str) -> None:
    assert says_traffic(text)


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize("text", OTHER)
def test_a_row_about_a_crime_or_about_a_vehicle_is_none(text: str) -> None:
    assert not says_traffic(text)


@pytest.mark.proved("PUR-02")
@given(words=st.sampled_from(PLAIN), sign=SIGNS, data=st.data())
def test_capitals_and_signs_hide_no_traffic_violation(
    words: str, sign: str, data: st.DataObject
) -> None:
    cased = "".join(data.draw(st.sampled_from([c, c.upper()])) for c in words)
    before = data.draw(st.sampled_from(["", " ", "*", '"', "Blue pickup - ", "NOTE: "]))
    after = data.draw(st.sampled_from(["", " ", "*", '"', ", NC", " - see file"]))
    assert says_traffic(f"{before}{cased.replace(' ', sign)}{after}")
    assert says_traffic("".join(word.capitalize() for word in words.split()))


@pytest.mark.proved("PUR-02")
@given(words=st.sampled_from(PLAIN), data=st.data())
def test_one_slip_of_the_keyboard_in_a_long_word_hides_none(
    words: str, data: st.DataObject
) -> None:
    given = words.split()
    place = data.draw(st.sampled_from([n for n, w in enumerate(given) if len(w) >= 7]))
    word = given[place]
    at = data.draw(st.integers(1, len(word) - 2))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + "x" + word[at + 1 :],
    ]
    given[place] = data.draw(st.sampled_from(slips))
    assert says_traffic(" ".join(given))


@given(words=st.sampled_from(PLAIN), sign=SIGNS)
def test_a_crime_in_the_same_row_keeps_it_and_its_denial_does_not(words: str, sign: str) -> None:
    assert not says_traffic(f"Stolen vehicle{sign}{words}")
    assert not says_traffic(f"{words}{sign}robbery suspect")
    assert says_traffic(f"Not reported stolen{sign}{words}")


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert says_traffic(text) in (True, False)
    assert is_traffic(text) in (True, False)


# ---------------------------------------------------------------- lists, offenses, rows


@pytest.mark.parametrize(
    "text",
    [
        "Expired registration", "NO INSURANCE", "suspended_licence", "SUSPENDED LICENSE",
        "Parking scofflaws", "SPEEDING", "unpaid tolls", "revoked", "ExpiredReg", "Toll evaders",
    ],
)  # fmt: skip
def test_a_list_about_traffic_violations_is_known_by_its_name(text: str) -> None:
    assert is_traffic(text)


def test_no_category_of_the_order_is_mistaken_for_one() -> None:
    assert not any(is_traffic(category.name) for category in CATEGORIES.values())
    for name in (
        "NCIC hot file",
        "Stolen registration plate",
        "Human trafficking",
        "Parole violator",
    ):
        assert not is_traffic(name)


@pytest.mark.proved("PUR-02")
def test_an_offense_is_judged_by_its_code_or_its_words() -> None:
    assert all(map(is_traffic_offense, ("5405", " 5406 ", "5499", "NO INSURANCE")))
    assert not any(map(is_traffic_offense, ("", "2404", "0999", "5404", "Vehicle theft")))


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize("code", sorted(CATEGORIES))
def test_no_record_code_makes_more_of_a_traffic_violation(code: str) -> None:
    """Only what NCIC has on record as stolen or missing may mention one in passing."""
    text = "Expired registration"
    assert row_is_traffic(code, "", "", [text])
    assert row_is_traffic(code, f"{code}123456789", "5406", [])
    assert row_is_traffic(code, f"{code}123456789", "", [text]) == (code not in "VPRMA")


@pytest.mark.proved("PUR-03")
def test_a_warrant_that_is_said_to_be_for_a_misdemeanor_is_known() -> None:
    assert is_misdemeanor_warrant("W", "", "Misdemeanor warrant")
    assert is_misdemeanor_warrant("W", "MISDEMEANOR", "")
    assert is_misdemeanor_warrant("W", "Misd. warrants", "W", "", "")
    assert is_misdemeanor_warrant("W", "", "Class A1 assault on a female")
    assert not is_misdemeanor_warrant("W", "", "Class H felony larceny")
    assert not is_misdemeanor_warrant("W", "Class D robbery, class 1 larceny")
    assert not is_misdemeanor_warrant("W", "", "Felony warrant, and a misdemeanor")
    assert not is_misdemeanor_warrant("V", "", "misdemeanor")
    assert not is_misdemeanor_warrant("W", "", "")


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize(
    "text",
    [
        "EXPD REG", "Driving while suspended", "FTA TRAFFIC", "fail to pay citation",
        "ran red light", "theft of services unpaid toll", "Failed to pay parking ticket",
        "running a red light", "driving while license revoked", "failure to appear traffic",
    ],
)  # fmt: skip
def test_a_traffic_matter_is_known_by_an_officers_short_words(text: str) -> None:
    assert says_traffic(text)


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize(
    "text",
    [
        "VIOLATION OF PROBATION no license plate", "Revoked DL fraud", "probation violation",
        "Theft of vehicle, unpaid toll seen", "FTA felony assault",
        "Failed to pay child support",
    ],
)  # fmt: skip
def test_a_crime_in_short_words_is_kept(text: str) -> None:
    assert not says_traffic(text)
