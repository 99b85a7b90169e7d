"""Traffic violations are known by what is said of them, in whatever spelling (PUR-02)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.described import described_category, is_misdemeanor_warrant
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.reason_words import serves_no_purpose
from mdt_alpr.domain.traffic_matters import (
    is_traffic,
    is_traffic_offense,
    is_unlawful_matter,
    row_is_traffic,
    says_civil,
    says_traffic,
)


def phrases(table: str) -> list[str]:
    return [phrase.strip() for line in table.strip().splitlines() for phrase in line.split(" | ")]


TRAFFIC = phrases("""
Expired registration | EXPIRED REG | exp. tag | Registration: expired | Reg Expired 2021 | reg exp
Unpaid parking tickets | parking violations | tickets unpaid | parking | No insurance | no ins
No liability insurance | insurance lapse | uninsured motorist | unpaid tolls | owes tolls
toll violator | inspection expired | No inspection | failed emissions | suspended license
Licence suspended | Driver's license revoked | DL SUSPENDED | no valid drivers license
Unlicensed driver | DWLR | Suspended | speeding | red light camera | traffic violation
Warrant - suspended license | Wanted for unpaid parking tickets | not stolen, expired registration
G.S. 20-111(2) | GS 20-28 | registration hold | EXPD REG | Driving while suspended | FTA TRAFFIC
fail to pay citation | ran red light | theft of services unpaid toll
Failed to pay parking ticket | running a red light | driving while license revoked
failure to appear traffic | Needs new tag | Tag renewal due | Registration out of date
Reg past due | Seat belt violation | Window tint violation | Headlight out | Failure to yield
Reckless driving | HOV violation | Improper passing | Cell phone use while driving
Inspection due | Overweight truck | Registration expired
Driving while license revoked, no valid OL | tag is expired | Seat belt violation, window tint
Inspection sticker out of date | Vehicle has lapsed insurance | Unpaid citations, owes fines
Speeding and expired registration, unpaid tickets | Registration expired and no insurance at all
The registration on this vehicle has been expired | Tag needs renewal | needs tag | tag needed
Registration not renewed | Reg no longer valid | Registration lapsed in May | insurance has lapsed
Insurance canceled | insurance was cancelled | Owes $400 in parking fines | citations outstanding
Has not paid tickets | never paid the toll | Did not yield | failed to yield right of way
not wearing seatbelt | no seat belt | Seatbelt | tinted windows too dark | illegal tint
Window tint | brake light out | Tail light broken | left headlight is out | no headlights
Illegal U-turn | unsafe lane change | improper turn | Careless driving
careless and reckless driving | driving recklessly | aggressive driving | Following too closely
texting while driving | phone violation, handheld | ran a stop sign | stop sign violation
wrong lane | double parked | parked in a fire lane | illegally parked | OL revoked
DL is suspended | revoked driver | driving privilege suspended | license status: revoked | NOL
uninsured vehicle | Vehicle not insured | car isn't registered | Not inspected | No registration
registration none | tag violation | sticker expired | expired inspection sticker | expired plate
Plate expired 06/2025 | expired temporary tag | Tag overdue | registration fees unpaid
property taxes owed on vehicle | property tax past due | toll evasion | unpaid toll bills
carpool lane violator | HOV lane | moving violation | equipment violation | cracked windshield
loud muffler | speed camera ticket | child seat violation | scofflaw | boot list | expired meter
traffic stop | Traffic enforcement | Overweight | GS 20-135.2A | GS 20-127 | G.S. 20-140(a)
G.S. 20-155 | ExpiredRegistration | NoInsurance | speeder | excessive speed | failure to signal
""")
OTHER = phrases("""
Stolen vehicle, registration NC ABC1234 | Stolen vehicle, expired registration
Stolen, registration expired 2021 | Homicide suspect, suspended license
Missing person, insurance card found | armed robbery, speeding away | Blue pickup
Suspect seen in parking lot | Vehicle parked at toll plaza | black SUV, no plate
no license plate visible | temp tag NC | Chevrolet Citation | reg exp 2027
Blue Honda, registration NC, exp 06/2027 | Human trafficking | felony vehicle
license plate AB123 | has registration in the name of J. Doe | traffic cone in bed
insurance auction sticker | Felony flight, G.S. 20-141.5 | seen near inspection station
2019 HONDA ACCORD | Registered owner is a witness | VIOLATION OF PROBATION no license plate
Revoked DL fraud | probation violation | Theft of vehicle, unpaid toll seen | FTA felony assault
Failed to pay child support | Felony speeding to elude | felony speeding to elude arrest, DWLR
Hit and run, failed to yield | hit & run with injury, expired tag | DWI felony, license revoked
Habitual DWI | stolen license plate | Stolen tag | stolen tag, registration expired
Homicide by vehicle, reckless driving | felony death by vehicle, speeding | G.S. 20-141.4
reckless driving beside a shooting | Reckless driving after shots fired | speeding from a robbery
Kidnapped child, no seat belt | Amber alert, tag renewal due | endangered runaway, expired tag
Missing juvenile in a car with no insurance | Silver Alert, insurance lapsed
Burglary suspect drives a car with a headlight out | Breaking and entering, brake light out
Blue Honda with left headlight out seen near the scene | white van with tinted windows
Black Charger, dark tint, no hubcaps | tag comes back to outstanding warrant | open parking lot
Outstanding felony warrant, plate NC | license plate obscured due to mud
Plate needs to be checked | need tag number for the robbery | need plate number of suspect
vehicle not registered to the suspect | overweight white male driver
Larceny of catalytic converters | Drug trafficking, suspended license
Narcotics, expired registration | Escaped inmate, DL revoked | Sexual assault, tinted windows
stalking victim's car, expired tag | ran out of the store, no tag seen
fraudulent insurance cards | insurance fraud ring | registration fraud
forged inspection stickers | counterfeit tags | odometer fraud, inspection station
cargo theft at toll plaza | toll booth robbery | Carjacking, red light ran
Suspect fled from traffic stop | elude arrest, stop sign | Pursuit, ran red light
vehicle of interest in homicide | arson of a parking garage | stolen cell phone, driving a Civic
murder suspect texting while driving | fugitive, license suspended | parole absconder, tag expired
abducted from a parking lot | gang member, no license | gun found, no insurance
stabbing, HOV lane | Domestic violence, license revoked | violation of protective order, tag NC
bank robbery getaway car | child abuse suspect, child seat in rear | bomb threat, no registration
Catalytic converter theft crew | Road rage shooting, aggressive driving
vandalism of parking meters | weapons, expired plate | Possession of stolen motor vehicle
stolen plate on a Ford Escape | wanted person, robbery | suicidal subject, tag expired
fatal crash, speeding | manslaughter, careless driving
leaving the scene of a crash, ran stop sign | lost plate, see report
tool theft from parked truck | seat cover torn, gray seats | one headlight cover is white
dealer tag, paper plate | current registration | valid license, valid insurance
sticker of a dolphin on the rear window | suspect yields to nobody | driver wears a helmet
phone number on the door | tickets to a concert found in stolen car
""")
CIVIL = phrases("""
Repo | Civil order | Overdue library | repossession order | overdue library books
Civil process service | lien holder request | eviction | library fine unpaid | rent overdue
civil papers to serve | small claims | loan overdue | code enforcement
""")
DOCUMENTS = ["registration", "reg", "tag", "sticker", "inspection", "insurance",
             "driver's license", "OL", "license plate"]  # fmt: skip
FAULTS = ["expired", "lapsed", "out of date", "past due", "due", "expires", "lapsing", "canceled",
          "suspended", "revoked", "renewal", "no longer valid", "not renewed"]  # fmt: skip
DEBTS = ["tickets", "ticket", "citations", "fines", "tolls", "parking tickets"]
OWING = ["unpaid", "owes", "owed", "outstanding", "past due", "not paid", "has not paid"]
BETWEEN = ["", "is", "has been", "on this vehicle is", "- currently", "of the driver:"]
PLAIN = ["expired registration", "no insurance", "unpaid parking tickets", "suspended license"]
SIGNS = st.sampled_from([" ", "  ", "-", "_", ", ", ": ", "/", " / ", ". "])


@pytest.mark.proved("PUR-02", "A1", "A2", "A3")
@pytest.mark.parametrize("text", TRAFFIC)
def test_a_row_about_a_traffic_violation_is_known_by_its_words(text: str) -> None:
    assert says_traffic(text)
    assert serves_no_purpose(text)


@pytest.mark.proved("PUR-02", "A1")
@pytest.mark.parametrize("text", CIVIL)
def test_a_civil_matter_is_known_by_its_words(text: str) -> None:
    assert says_civil(text)
    assert row_is_traffic("F", "", "", [text])
    assert serves_no_purpose(text)
    assert not says_civil(f"{text}, suspect in a robbery")


@pytest.mark.proved("PUR-02")
@pytest.mark.parametrize("text", OTHER)
def test_a_row_about_a_crime_or_about_a_vehicle_is_none(text: str) -> None:
    assert not is_unlawful_matter(text)


def test_the_table_has_examples_enough_on_both_sides() -> None:
    assert len(TRAFFIC) >= 150
    assert len(OTHER) >= 100


@pytest.mark.proved("PUR-02", "A1", "A2")
@given(
    pair=st.sampled_from([(DOCUMENTS, FAULTS), (DEBTS, OWING)]),
    between=st.sampled_from(BETWEEN),
    data=st.data(),
)
def test_no_order_inflection_or_synonym_hides_a_traffic_matter(
    pair: tuple[list[str], list[str]], between: str, data: st.DataObject
) -> None:
    words = [data.draw(st.sampled_from(part)) for part in pair]
    first, last = data.draw(st.permutations(words))
    before = data.draw(st.sampled_from(["", "Blue Honda, ", "looking for a car: ", "The "]))
    after = data.draw(st.sampled_from(["", " now", ", NC", " since last year"]))
    text = f"{before}{first} {between} {last}{after}"
    cased = data.draw(st.sampled_from([text, text.upper(), text.title()]))
    assert says_traffic(cased)
    assert not says_traffic(f"Felony flight, {cased}")
    assert not says_traffic(f"{cased}, stolen vehicle")


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


@pytest.mark.proved("PUR-03", "A1")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Stolen vehicle, blue pickup", "V"), ("STOLEN 2019 HONDA", "V"), ("car was stolen", "V"),
        ("Stolen license plate", "P"), ("tag reported stolen", "P"), ("Missing child", "M"),
        ("Endangered runaway", "M"), ("AMBER Alert, gray van", "A"), ("Wanted person", "W"),
        ("felony warrant", "W"), ("Armed robbery", "F"), ("Felony vehicle", "F"),
        ("Blue pickup", ""), ("not stolen, blue pickup", ""), ("stolen goods in a shop", ""),
        ("Repo", ""), ("", ""), ("Expired registration", ""),
    ],
)  # fmt: skip
def test_a_description_says_the_category_or_none(text: str, code: str) -> None:
    assert described_category(text) == code
