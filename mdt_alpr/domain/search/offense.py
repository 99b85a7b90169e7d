"""For what type of offense a search is made: a field of its audit record (AUD-01, RPT-01)."""

from enum import StrEnum


class Offense(StrEnum):
    """The type; the case says the rest. A search for a missing person needs no offense."""

    NOT_SAID = ""
    HOMICIDE = "homicide"
    ROBBERY = "robbery"
    ASSAULT = "assault"
    SEX_OFFENSE = "sex_offense"
    ABDUCTION = "abduction"
    BURGLARY = "burglary"
    VEHICLE_THEFT = "vehicle_theft"
    LARCENY = "larceny"
    FRAUD = "fraud"
    ARSON = "arson"
    DRUGS = "drugs"
    WEAPONS = "weapons"
    OTHER = "other"
    NONE = "none"


_WORDS = {
    Offense.NOT_SAID: "Not said",
    Offense.HOMICIDE: "Homicide",
    Offense.ROBBERY: "Robbery",
    Offense.ASSAULT: "Assault",
    Offense.SEX_OFFENSE: "Sex offense",
    Offense.ABDUCTION: "Abduction",
    Offense.BURGLARY: "Burglary",
    Offense.VEHICLE_THEFT: "Theft of a vehicle",
    Offense.LARCENY: "Larceny, other theft",
    Offense.FRAUD: "Fraud",
    Offense.ARSON: "Arson",
    Offense.DRUGS: "Drugs",
    Offense.WEAPONS: "Weapons",
    Offense.OTHER: "Other offense",
    Offense.NONE: "None, such as a missing person",
}


def offense_words(offense: Offense) -> str:
    """Return a type of offense in words."""
    return _WORDS[offense]
