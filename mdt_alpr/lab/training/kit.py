"""What a drawing process prepares once: dies, words and the fonts behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import ALPHABET, Die, draw_shape, make_die
from mdt_alpr.lab.training.fonts import Font, font_die, words
from mdt_alpr.lab.training.looks import DrawnDesign, states
from mdt_alpr.lab.training.pictures import Mask

_OWN_DIES = 240
_KINDS = ("sans", "serif", "script", "brush")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_OWN_SHARES = {"plain": 1.0, "narrow": 0.15, "serif": 0.15}
_LENT_SHARE = 0.33
"""Dies lent by fonts, over plain dies of our own."""

COUNTIES = (
    "WAKE", "GUILFORD", "KNOX", "DAVIDSON", "JACKSON", "MADISON", "ORANGE", "DOUGLAS", "POLK",
    "BOONE", "KENTON", "RANKIN", "LEE", "FULTON", "COBB", "CLAY", "WARREN", "MARION", "HAMILTON",
    "MECKLENBURG", "DURHAM", "BUNCOMBE", "SHELBY", "JEFFERSON", "MONROE", "GREENE",
)  # fmt: skip
SLOGANS = (
    "In God We Trust", "VETERAN", "DISABLED", "TRUCK", "COMMERCIAL", "TRAILER", "APPORTIONED",
    "VISIT US", "www.dmv.gov", "Centennial", "ANTIQUE", "DEALER", "HANDICAPPED", "FIREFIGHTER",
    "Support Wildlife", "UNIVERSITY", "Save the Bay", "TEMPORARY", "PASSENGER", "NATIONAL GUARD",
)  # fmt: skip
TRADE = (
    "TOYOTA", "HONDA", "AUTO SALES", "SMITH FORD", "CHEVROLET", "VALLEY NISSAN", "ALUMNI",
    "UNIVERSITY", "AUTO CENTER", "DODGE", "MOTORS", "LEXUS", "SUBARU OF", "www.cars.com",
    "SAN DIEGO", "MY OTHER CAR", "CITY KIA", "JEEP", "CADILLAC", "FAMILY", "ACURA", "BUICK GMC",
    "I LOVE NC", "GO BEARS", "(555) 123-4567", "HYUNDAI", "RALEIGH", "CHARLOTTE", "TAR HEELS",
)  # fmt: skip
SIGNS = (
    "SALE", "EXIT 24", "STOP", "PARKING ONLY", "OPEN 24 H", "MOTEL", "GAS", "MAIN ST", "NO TURN",
    "SPEED LIMIT 35", "BANK", "COFFEE", "PIZZA 555-1234", "TAXI", "SCHOOL BUS", "POLICE", "CAMRY",
    "ACCORD", "CIVIC", "XLT V6", "TURBO", "LIMITED", "HYBRID", "4X4", "SILVERADO", "HEAVY DUTY",
    "MARKET", "CITY HOTEL", "EXPLORER", "RANGER", "TUNDRA", "E350", "PLUMBING", "ELECTRIC CO",
    "ROOFING 919-555-0134", "CAUTION", "WIDE TURNS", "US 70", "I-40 WEST", "HOW AM I DRIVING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kit:
    """Dies and words, ready to be laid on plates, frames and signs."""

    dies: Mapping[str, Sequence[Die]]
    lettering: Mapping[str, Sequence[Font]]
    known: dict[tuple[str, str], Mask]

    @classmethod
    def make(cls, seed: int, fonts: Sequence[Font], dies: int = _OWN_DIES) -> "Kit":
        """Return a kit with this many own dies, the same for the same seed and fonts."""
        dice = Dice(seed, 1)
        own = {
            kind: [make_die(draw_shape(dice, kind)) for _ in range(max(2, round(dies * share)))]
            for kind, share in _OWN_SHARES.items()
        }
        plain = _with_use(fonts, "die")
        # fonts are fewer than own dies: repeated until they make up their share
        repeats = max(1, round(len(own["plain"]) * _LENT_SHARE / len(plain)))
        own["plain"] += [font_die(font) for font in plain] * repeats
        own["serif"] += [font_die(font) for font in _with_use(fonts, "serifdie")] * 2
        lettering = {kind: _with_use(fonts, kind) for kind in _KINDS}
        return cls(own, lettering, {})

    def die(self, look: DrawnDesign, dice: Dice) -> Die:
        """Return a die for plates of this look."""
        return dice.pick(self.dies[look.die])

    def words(self, text: str, kind: str, dice: Dice) -> Mask:
        """Return ``text`` as a mask in one of the fonts of this kind of lettering."""
        font = dice.pick(self.lettering[kind])
        key = (text, font.path.name)
        if key not in self.known:
            self.known[key] = words(text, font)
        return self.known[key]

    def any_words(self, among: Sequence[str], dice: Dice) -> Mask:
        """Return one of several texts in any lettering."""
        return self.words(dice.pick(among), dice.pick(("sans", "sans", "serif", "script")), dice)

    def small_print(self, dice: Dice) -> Mask:
        """Return what a sticker says: a month, a year, or two characters of a number."""
        texts = (
            dice.pick(_MONTHS),
            str(dice.whole(1995, 2030)),
            "".join(dice.pick(ALPHABET) for _ in range(2)),
        )
        return self.words(dice.pick(texts), "sans", dice)


def place_names() -> tuple[str, ...]:
    """Return the names of all states, as signs and frames carry them too."""
    return tuple(state.name for state in states())


def _with_use(fonts: Sequence[Font], use: str) -> tuple[Font, ...]:
    return tuple(font for font in fonts if use in font.use)
