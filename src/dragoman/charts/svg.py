"""A chart as an SVG picture for a page: made offline, the same bytes every time, without script or inline style.

Vega's SVG is put right for a page of ours. Colours become CSS variables with the light colour as fallback, letters are
the page's own, links lead to the desk itself, and what Vega says for screen readers is also shown on hovering, as the
`title` of each mark.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree

import vl_convert
from defusedxml.ElementTree import fromstring

from dragoman.charts.theme import DARK, LIGHT, VEGA_LITE, Spec, Theme, legible, variable
from dragoman.ids import sha256

LETTERS = "Arial, 'Liberation Sans', Helvetica, Arimo, sans-serif"
"""As wide as those that the chart was measured with."""
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_VEGA_BASE = re.compile(r"^https://vega\.github\.io/vega-datasets/")
_OURS = re.compile(r"^[/?#](?!/)")
_NO_LINK = ("undefined", "null")
_ROLES = {role: name for name, role in LIGHT.items()}
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_CLIP = re.compile(r"url\(#([\w-]+)\)")
_LENGTHS = ("d", "transform", "x", "y", "x2", "y2", "width", "height")
_KEPT = 256

ElementTree.register_namespace("", _SVG)


def to_svg(chart: Spec, title: str, description: str, theme: Theme = "page") -> str:
    """The chart as SVG, to be put into a page or, in the theme `light` or `dark`, to stand alone.

    `title` and `description` say in words what it shows, for those who cannot see it. Raises ValueError where a link
    leads out of the desk.
    """
    spec = json.dumps(chart, sort_keys=True)
    return _convert(spec, legible(title), legible(description, 2000), theme)


@lru_cache(maxsize=_KEPT)
def _convert(spec: str, title: str, description: str, theme: Theme) -> str:
    root = fromstring(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        _colour(element, theme)
        _shorten(element)
        _lead(element)
        _explain(element, parents)
        if _is_empty(element):
            parents[element].remove(element)
    _name_clips(root, sha256(spec.encode())[:8])
    _say(root, title, description)
    return ElementTree.tostring(root, encoding="unicode")


def _colour(element: ElementTree.Element, theme: Theme) -> None:
    """Colours by name; the letters and the ground are the page's."""
    element.attrib.pop("style", None)
    element.attrib.pop("font-family", None)
    for name in ("fill", "stroke"):
        role = _ROLES.get(element.get(name, ""))
        if role == "paper" and theme == "page" and name == "fill":
            element.set(name, "none")
        elif role:
            element.set(name, {"page": variable(role), "dark": DARK[role], "light": LIGHT[role]}[theme])


def _shorten(element: ElementTree.Element) -> None:
    """Two digits after the point are finer than any screen; what merely restates a default goes."""
    for name in _LENGTHS:
        if name in element.attrib:
            element.set(name, _NUMBER.sub(lambda found: f"{round(float(found[0]), 2):g}", element.attrib[name]))
    if element.get("opacity") == "1":
        del element.attrib["opacity"]


def _lead(element: ElementTree.Element) -> None:
    """Links as HTML knows them, within the desk; a mark without one is none."""
    if (link := element.attrib.pop(f"{{{_XLINK}}}href", None)) is None:
        return
    link = _VEGA_BASE.sub("", link)
    if link in _NO_LINK:
        element.tag = f"{{{_SVG}}}g"
    elif _OURS.match(link):
        element.set("href", link)
    else:
        raise ValueError(f"a chart links to {link}, which is not a page of the desk")


def _explain(element: ElementTree.Element, parents: Mapping[ElementTree.Element, ElementTree.Element]) -> None:
    """What Vega says of a mark is shown on hovering too; where the mark is a link, it is the link's name."""
    element.attrib.pop("aria-roledescription", None)
    if element.get("role") == "graphics-object":
        del element.attrib["role"]
    if element.tag != f"{{{_SVG}}}path" or element.get("role") != "graphics-symbol":
        return
    ElementTree.SubElement(element, f"{{{_SVG}}}title").text = element.get("aria-label")
    if (link := parents[element]).get("href"):
        link.set("aria-label", element.attrib.pop("aria-label"))
        del element.attrib["role"]


def _is_empty(element: ElementTree.Element) -> bool:
    """Backgrounds and foregrounds without an extent, and labels that are not shown."""
    if element.tag == f"{{{_SVG}}}text":
        return element.get("opacity") == "0"
    hollow = element.get("class") in ("background", "foreground") and not element.get("stroke")
    return hollow and element.tag == f"{{{_SVG}}}path"


def _name_clips(root: ElementTree.Element, mark: str) -> None:
    """Ids that depend on the chart alone, and are no other's on the same page."""
    clips = [element for element in root.iter() if element.tag == f"{{{_SVG}}}clipPath"]
    names = {clip.get("id", ""): f"clip-{mark}-{number}" for number, clip in enumerate(clips)}
    for clip in clips:
        clip.set("id", names[clip.get("id", "")])
    for element in root.iter():
        if (used := _CLIP.fullmatch(element.get("clip-path", ""))) is not None:
            element.set("clip-path", f"url(#{names[used[1]]})")


def _say(root: ElementTree.Element, title: str, description: str) -> None:
    """The picture's own name and description. With links in it, it is a group: the parts of an image are not read."""
    linked = any(element.get("href") for element in root.iter())
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"role": "group" if linked else "img", "aria-label": title, "class": "chart", "font-family": LETTERS}
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        said = ElementTree.Element(f"{{{_SVG}}}{tag}")
        said.text = words
        root.insert(place, said)
