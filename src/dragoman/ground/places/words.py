"""Words that tell what a name beside them is, or that a name is none: the tables behind `toponyms`."""

import re

INNER = frozenset(
    """of the de la el al and upon on under in am an au sur le les du des da do dos y ez es as ash ad az ar""".split()  # noqa: SIM905  # noqa: E501
)
LOCATIVE = frozenset(
    """in near at from to outside around across toward towards into through throughout between of inside within via
    over above off""".split()  # noqa: SIM905
)
STREET = re.compile(
    r"[\s.]*(?:\w+ )?(?:Street|St\.|Road|Rd\b|Avenue|Ave\b|Drive|Dr\.|Lane|Ln\b|Boulevard|Blvd|Highway|Hwy|"
    r"Parkway|Pkwy|Turnpike|Trail|Terrace|Circle|Court\.|Place\b|Pike\b|Way\b)"
)
INSTITUTION = re.compile(
    r"(?:['’]s)? (?:\w+ ){0,2}?(?:Police|Sheriff|Fire|City|County|Township|Town|University|College|School|High|"
    r"Middle|Elementary|Department|District|Council|"
    r"Court|Hospital|Airport|Chamber|Board|Commission|Public|Community|Parks|Library|Museum|Church|Center|"
    r"Centre|Medical|Regional|"
    r"International|State|Supreme|National|Army|Ministry|Government|Parliament|Senate|House|Governor|Province|Police)\b"
)
PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Sgt|Lt|Capt|Rev|Judge|Sheriff|Coach|President|Minister|Chief)\.? )$"
)
SAYING_AFTER = re.compile(
    r",? (?:said|says|told|added|wrote|noted|explained|asked|who|and his|and her|'s (?:wife|mother))\b"
)
DATELINE_AFTER = re.compile(r"(?:, [A-Z][\w. ]+)?(?: \([A-Z][\w ]+\))?(?:, \w+\.? \d+)? ?(?:--|[-–—])")
_SHIP = (
    r"(?:(?:gun|patrol |fishing |coast guard )boat|(?:war|flag)ship|(?:cargo|container|hospital|supply) ship|vessel|"
    r"frigate|corvette|destroyer|submarine|tanker|freighter|trawler|cutter|minesweeper|(?:missile|battle) cruiser|"
    r"aircraft carrier|bulk carrier)"
)
_SHIP_NAME = r"([^\W\d_a-z]\w+(?: [^\W\d_a-z]\w+)?)"
VESSEL = re.compile(
    rf"\b(?:{_SHIP}|HMS|USS|HMCS|HMAS|USCGC|BAP|ARA|INS|M/V|MV|MT) {_SHIP_NAME}"
    rf"|\b[Tt]he {_SHIP_NAME}, an? (?:[\w-]+ ){{0,4}}{_SHIP}\b"
)
"""A ship and its name: `the frigate X`, `HMS X`, `the X, a 90-metre tanker`."""

STATES = {
    "Ala": "alabama", "Ariz": "arizona", "Ark": "arkansas", "Calif": "california", "Colo": "colorado",
    "Conn": "connecticut",
    "Del": "delaware", "Fla": "florida", "Ga": "georgia", "Ill": "illinois", "Ind": "indiana", "Kan": "kansas",
    "Ky": "kentucky",
    "La": "louisiana", "Md": "maryland", "Mass": "massachusetts", "Mich": "michigan", "Minn": "minnesota",
    "Miss": "mississippi",
    "Mo": "missouri", "Mont": "montana", "Neb": "nebraska", "Nev": "nevada", "N.H": "new hampshire",
    "N.J": "new jersey",
    "N.M": "new mexico", "N.Y": "new york", "N.C": "north carolina", "N.D": "north dakota", "Okla": "oklahoma",
    "Ore": "oregon",
    "Pa": "pennsylvania", "R.I": "rhode island", "S.C": "south carolina", "S.D": "south dakota", "Tenn": "tennessee",
    "Tex": "texas", "Vt": "vermont", "Va": "virginia", "Wash": "washington", "W.Va": "west virginia",
    "W. Va": "west virginia",
    "Wis": "wisconsin", "Wyo": "wyoming", "D.C": "washington dc", "Ont": "ontario", "B.C": "british columbia",
    "Que": "quebec",
    "Alta": "alberta", "Sask": "saskatchewan", "N.S": "nova scotia", "N.B": "new brunswick",
}  # fmt: skip
"""Abbreviations of the AP Stylebook, without the last full stop."""
POSTAL = {
    "AL": "alabama", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado",
    "CT": "connecticut", "FL": "florida", "GA": "georgia", "IL": "illinois", "IN": "indiana", "KS": "kansas",
    "KY": "kentucky", "LA": "louisiana", "MD": "maryland", "MA": "massachusetts", "MI": "michigan",
    "MN": "minnesota", "MS": "mississippi", "MO": "missouri", "MT": "montana", "NE": "nebraska", "NV": "nevada",
    "NH": "new hampshire", "NJ": "new jersey", "NM": "new mexico", "NY": "new york", "NC": "north carolina",
    "ND": "north dakota", "OH": "ohio", "OK": "oklahoma", "OR": "oregon", "PA": "pennsylvania",
    "RI": "rhode island", "SC": "south carolina", "SD": "south dakota", "TN": "tennessee", "TX": "texas",
    "VT": "vermont", "VA": "virginia", "WA": "washington", "WV": "west virginia", "WI": "wisconsin",
    "WY": "wyoming", "DC": "washington dc",
}  # fmt: skip
"""US postal codes."""
ABBREVIATION = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(short) for short in sorted(STATES, key=len, reverse=True))
    + r")(?:\.|(?=[,)]))"
)
CODE = re.compile(r"(?<=[a-z], )(?:" + "|".join(POSTAL) + r")\b(?!\w)")
ACRONYM = re.compile(r"(?<![\w.&-])(?:US|USA|UK|UAE|DRC)(?![\w&]|\.\w)")
"""Countries by their letters; `US` is also a word."""
COMMON = frozenset(
    """north south east west northeast northwest southeast southwest northern southern eastern western central
    northeastern northwestern southeastern southwestern north west north east south west south east center centre
    hall street road avenue court village valley creek ridge grove hill hills lake river island park plaza square
    tower bridge gate garden gardens grand union police university college school hospital church temple abbey
    chapel congress senate parliament assembly council region district county city town state province capital
    metro downtown uptown midtown commerce justice liberty freedom independence god lord king queen prince duke
    bishop pope general major captain president minister judge mayor chief sheriff senator governor obama marines
    army navy guard fire rescue red cross santa claus olympic olympics delta lot market mall store bank star sun
    moon earth world news post times herald tribune press journal express mail gazette monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december summer winter spring autumn christmas easter internet web google facebook twitter toyota ford honda
    microsoft apple amazon prime best good new old young black white green brown gray grey gold silver rose lily
    daisy joy hope faith grace charity love peace war battle victory success champion enterprise mission home
    house building office room board club team league cup game page story time day night morning evening man woman
    boy girl mother father family baby people public private national international federal royal saint saints
    angels high low big little long short first second third last next one two three four five six seven eight
    nine ten hundred thousand the this that these those they there here what when where who why how most many more
    much some any all both each every other another such same so as at be but by do for from go he if in is it its
    me my no not of off on or our out per she than then to up us was we with you your academy institute foundation
    society association agency company group center line power energy oil gas gulf coast marina port harbor
    airport station terminal border beach bay point cape mount reef peninsula""".split()  # noqa: SIM905
) | {"north west", "north east", "south west", "south east", "red cross", "santa claus", "amazon prime", "united way"}
"""Words that are also the names of some village: alone they name none, whatever stands beside them."""
DIVISIONS = frozenset(
    """province governorate region oblast district state county city prefecture department municipality krai raion
    emirate""".split()  # noqa: SIM905
)
BESIDE = DIVISIONS | frozenset(
    """north south east west northeast northwest southeast southwest northern southern eastern western central upper
    lower inner outer mainland metro metropolitan greater downtown uptown midtown area township suburban rural
    upstate""".split()  # noqa: SIM905
)
"""Words beside a known name that leave it what it is."""
DIPLOMACY = frozenset(
    """accused accuses accuse agreed announced appealed backed banned blamed blames called condemned confirmed demanded
    demands denied denies denounced deplored deported deployed deported expelled hopes imposed insisted insists offered
    pledged pressed proposed protested recalled recognised recognized refused regretted rejected rejects replied
    retaliated sanctioned said says sent signed summoned supports suspended threatened urged urges vetoed vowed wants
    warned warns welcomed withdrew""".split()  # noqa: SIM905
)
"""Verbs whose subject, where it is a capital, is its government."""
TAKING = frozenset(
    """abandon abandoned approached attacked besieged besieging blockaded bombarded bombed bombing bypassed capture
    captured capturing cleared encircled enter entered entering evacuated fled hit invaded leave leaves leaving left
    liberated liberating looted occupied occupying overran pounded pummelled raided reach reached reaching recaptured
    retake retaken retook seize seized seizing shelled shelling stormed struck surrounded toured visit visited visiting
    visits""".split()  # noqa: SIM905
)
"""Verbs whose object is often a place: `captured X`, `fled X`."""
CONTEST = frozenset(
    """beat beats thrashed defeated held lost won drew draw play played plays face faces faced hosted host edged signed
    scored led trail trailed visited leads top topped reached knocked stunned routed crushed drubbed outscored
    hammered""".split()  # noqa: SIM905
)
"""Verbs of what teams do."""
SPORT = frozenset(
    """goal goals league coach captain striker midfielder goalkeeper championship tournament cup playoff playoffs
    semifinal semi-final quarterfinal quarter-final fixture referee squad touchdown touchdowns medal season scored
    champions rugby football soccer cricket tennis basketball baseball hockey innings inning players teammates winger
    match manager visitors penalty halftime half-time quarterback defending beat thrashed
    wicket wickets relegated rebounds points""".split()  # noqa: SIM905
)
"""Words of sport: on a page of them a town's name is often its team's."""
