"""Where an outlet is at home, by its name or address."""

import re

from dragoman.ground.places.gazetteer import Gazetteer, fold_name
from dragoman.ground.places.words import COMMON
from dragoman.values import Document

SITE = re.compile(r"^(?:www|news|m)\.|\.(?:com|net|org|co|info|ac|gov)?(?:\.?\w\w)?$")
TLD = {
    "uk": "GBR", "ca": "CAN", "ie": "IRL", "au": "AUS", "nz": "NZL", "in": "IND", "pk": "PAK", "za": "ZAF",
    "ng": "NGA", "ke": "KEN",
    "ru": "RUS", "ua": "UKR", "ge": "GEO", "am": "ARM", "az": "AZE", "tr": "TUR", "sy": "SYR", "lb": "LBN",
    "jo": "JOR", "il": "ISR",
    "ps": "PSE", "eg": "EGY", "iq": "IRQ", "ir": "IRN", "sa": "SAU", "ae": "ARE", "qa": "QAT", "ye": "YEM",
    "sd": "SDN", "et": "ETH",
    "fr": "FRA", "de": "DEU", "es": "ESP", "it": "ITA", "gr": "GRC", "pl": "POL", "rs": "SRB", "gy": "GUY",
    "ve": "VEN", "ph": "PHL",
    "lk": "LKA", "bd": "BGD", "np": "NPL", "mm": "MMR", "sg": "SGP", "my": "MYS", "gh": "GHA", "zw": "ZWE",
    "ug": "UGA", "tz": "TZA",
}  # fmt: skip
"""Top-level domains of countries, for publishers that are named by their address."""


def publisher_country(document: Document) -> str:
    """The country that the publisher's address ends in, or ""."""
    name = (document.publisher or "").lower()
    if "." not in name:
        match = re.match(r"https?://([^/]+)", document.url or "")
        name = match.group(1) if match else ""
    return TLD.get(name.rpartition(".")[2], "") if "." in name else ""


def find_home_town(document: Document, gazetteer: Gazetteer) -> str:
    """The folded name of a town that the publisher's name begins with, or "": `springfieldnewssun.com` is of some
    Springfield."""
    words = SITE.sub("", (document.publisher or "").lower())
    name = re.sub(r"^(?:the|daily|my)-?", "", fold_name(words).replace(" ", ""))
    for length in range(min(len(name), 20), 4, -1):
        if name[:length] in COMMON:
            return ""
        if any(c.own and c.population > 2000 for c in gazetteer.find(name[:length])):
            return name[:length]
    return ""
