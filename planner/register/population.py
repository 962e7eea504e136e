"""The figures a synthetic municipality is drawn from: ages, moves, languages, marks. Pure data, each with its source.

[E] marks an estimate of ours; the others are published. All were gathered on 22 November 2026.
"""

#: People per five years of age, 0-4, 5-9 … 85-89, and 90 and older (a Danish municipality of 90,446, 1 January 2023;
#: Kirkefondet after Statistics Denmark).
PYRAMID = (
    4566, 4911, 5474, 6223, 5461, 4962, 4963, 4904, 5226, 6345, 6755, 7039, 5388, 4640, 4370, 4475, 2662, 1459, 623,
)
OLDEST = 106
#: Of those who are 90 or older, the share that reaches each next birthday [E].
SURVIVES_90 = 0.70

Rates = tuple[tuple[int, float], ...]
"""Pairs of (below this age, share)."""

#: Exempt from Digital Post [E], fitted to 5.0 % of everyone from 15 (Danish Agency for Digital Government, April 2025).
EXEMPT: Rates = ((15, 0.0), (18, 0.01), (40, 0.015), (65, 0.02), (75, 0.075), (85, 0.175), (200, 0.40))
#: Moved house in the last 12 months, by age [E], fitted to 892,000 moves in 2018 (Statistics Denmark).
MOVED: Rates = (
    (18, 0.12), (20, 0.33), (25, 0.50), (30, 0.38), (40, 0.19), (50, 0.11), (65, 0.075), (80, 0.045), (200, 0.06),
)
#: Of the moves, those that cross the municipality's border (62 % do not; Statistics Denmark, November 2021).
CROSSES_BORDER = 0.38
#: Risk of dying within a year [E], fitted to 9.7 per mille (Statistics Denmark, 2021).
DIES: Rates = (
    (1, 0.003), (40, 0.0003), (50, 0.0012), (60, 0.0035), (65, 0.008), (70, 0.0125), (75, 0.020), (80, 0.034),
    (85, 0.060), (90, 0.108), (200, 0.22),
)
#: Came from abroad, or their language is another than Danish [E].
SPEAKS_ANOTHER: Rates = ((18, 0.03), (25, 0.10), (40, 0.17), (50, 0.15), (65, 0.10), (200, 0.055))
#: A mail address is known [E].
HAS_MAIL: Rates = ((13, 0.0), (65, 0.90), (80, 0.75), (200, 0.45))
HAS_PHONE: Rates = ((13, 0.0), (200, 0.80))

#: Language of first contact among those who speak another than Danish, in per cent [E].
LANGUAGES = {
    "ar": 14, "pl": 13, "en": 12, "uk": 10, "ro": 9, "tr": 8, "de": 6, "nb": 3, "sv": 3, "fa": 5, "bs": 3, "ur": 3,
    "so": 2, "lt": 2, "es": 2, "vi": 2, "zh": 1, "fr": 1, "it": 1,
}
#: Came from abroad in the last 12 months: 83,918 people to Denmark in 2019, a quarter of them Danish citizens
#: (Statistics Denmark), as shares of those who speak another language and of those who speak Danish.
ARRIVED_SPEAKING_ANOTHER, ARRIVED_SPEAKING_DANISH = 0.098, 0.0041
#: Writes the own name in the script of the language [E].
OWN_SCRIPT = 0.12

PROTECTED, SPECIALLY_PROTECTED, MARKETING_PROTECTED = 0.015, 0.0002, 0.12  # [E]
#: How long a register still shows who died and who left, as a share of a year [E].
SHOWS_DEAD_FOR, SHOWS_LEFT_FOR = 0.25, 0.15

#: The postcodes of the municipality of Næstved, with the share of its people in per mille [E].
POSTCODES = {
    ("4700", "Næstved"): 560, ("4684", "Holmegaard"): 90, ("4250", "Fuglebjerg"): 65, ("4160", "Herlufmagle"): 50,
    ("4736", "Karrebæksminde"): 45, ("4171", "Glumsø"): 40, ("4750", "Lundby"): 40, ("4262", "Sandved"): 40,
    ("4733", "Tappernøje"): 35, ("4690", "Haslev"): 20, ("4243", "Rude"): 15,
}
#: Invented streets are one of these beginnings with one of these ends.
STREET_BEGINNINGS = (
    "Linde", "Birke", "Elme", "Ahorn", "Kastanje", "Hassel", "Tjørne", "Syren", "Rosen", "Kløver", "Lærke", "Solsort",
    "Vibe", "Svale", "Skov", "Mark", "Eng", "Mølle", "Bæk", "Kilde", "Smede", "Skole", "Kirke", "Stations", "Industri",
    "Nørre", "Sønder", "Øster", "Vester", "Ager", "Have", "Frugt", "Humle", "Bøge",
)
STREET_ENDS = ("vej", "gade", "vænget", "parken", "toften", "bakken", "stien", "allé")
