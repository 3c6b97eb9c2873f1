"""A Python-Markdown extension: `/// check` and `/// choose` blocks become forms that the reader answers in the page.

The block stays where it is, in a folded answer or solution, as text: the question, the right answer, and those that
come from known mistakes. Its form goes to the end of the predict box above, or into the exercise, before its hint.
Outputs and explorers between a predict box and its answer, and a folded explorer above it, are marked: a style sheet
covers their numbers until it is answered.
"""

import copy
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from scripts.extensions import mathml
from scripts.extensions.lesson import CUSTOM_ELEMENTS
from scripts.model import numbers

PLAIN = ".15g"  # how scripts and forms write a number
_ITEM = re.compile(rf"\s*(?P<about>≈\s*)?(?P<number>{numbers.NUMBER.pattern})\s*(?::\s*|\Z)")
_WORDS = re.compile(r"\s*(?P<words>[^:]*\w)\s*(?::\s*|\Z)")
_FENCE = re.compile(r"^([ \t]*+)(`{3,}+|~{3,}+).*?^\1\2[ \t]*+$", re.M | re.S)
_MARKER = re.compile(r"^[ ]{0,3}/{3,}[ ]*(?:check|choose)\b", re.M | re.I)
_OUTPUT = '<div class="output" role'  # of an output that is not marked yet
_SHAPE = "expected a list of `- number: words`, the right answer first, then at least one from a known mistake"


@dataclass(frozen=True)
class _Item:
    """One answer: its number as typeset, or its words, its value, and what the item says of it."""

    shown: str
    value: float  # of words: their place in the list
    half: float | None  # half a unit of the last digit, when any number that rounds to it counts
    words: list  # the text after the colon, then the elements in it


class Answers(Treeprocessor):
    def run(self, root):
        checks = [e for e in root.iter("div") if "admonition" in _classes(e) and {"check", "choose"} & {*_classes(e)}]
        self.order = list(root.iter())
        self.parents = {child: parent for parent in self.order for child in parent}
        forms: dict[Element, list[Element]] = {}
        keys: dict[Element, str] = {}
        for number, check in enumerate(checks, 1):
            try:
                owner, folded = self.owner(check)
                items = _items(check)
            except ValueError as error:
                raise ValueError(f"{self.locate(number)}: {error}") from None
            question = "".join(HTML_PLACEHOLDER_RE.sub("", text) for text in check[0].itertext())
            key = keys.setdefault(owner, owner.get("id") or f"predict-{slugify(question, '-')}")
            siblings = forms.setdefault(owner, [])
            siblings.append(_form(check, items, number, f"{key}/{len(siblings) + 1}"))
            if "predict" in _classes(owner):
                owner.append(siblings[-1])
                self.cover(owner, folded, key)
            else:
                place = next(k for k, child in enumerate(owner) if child.tag == "details")
                owner.insert(place, siblings[-1])
            _fold(check, items, number)
        for owner, key in keys.items():
            if "predict" in _classes(owner):
                row = forms[owner][-1].find("div[@class='answer-row']")
                button = SubElement(row, "button", {"type": "button", "class": "show-run", "data-cover": key})
                button.text = "I don't know"

    def owner(self, check: Element) -> tuple[Element, Element]:
        """The predict box or exercise that a check belongs to, and the folded answer or solution around it."""
        around = [check]
        while around[-1] in self.parents:
            around.append(self.parents[around[-1]])
        folded = next((e for e in around if e.tag == "details"), None)
        if folded is not None and "answer" in _classes(folded):
            above = self.order[: self.order.index(folded)]
            if found := [e for e in above if "predict" in _classes(e)]:
                return found[-1], folded
            raise ValueError("this check belongs to no prediction: expected a `/// predict` above its answer")
        if folded is not None and "solution" in _classes(folded):
            if found := [e for e in around if "exercise" in _classes(e)]:
                return found[0], folded
            raise ValueError("this check belongs to no exercise: expected its solution in an `//// exercise`")
        raise ValueError("expected this check in the `/// answer` of a prediction or the `/// solution` of an exercise")

    def cover(self, predict: Element, folded: Element, key: str) -> None:
        """Mark what waits for a prediction: outputs, in Markdown's stash, and explorers."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        begin, end = self.order.index(predict), self.order.index(folded)
        between = self.order[begin:end]
        above = [e for e in self.order[:begin] if e.get("only") is not None and e.get("data-cover") is None]
        for explorer in above + [e for e in between if e.tag in CUSTOM_ELEMENTS]:
            explorer.set("data-cover", key)
        for k in [int(k) for e in between for k in HTML_PLACEHOLDER_RE.findall(e.text or "")]:
            if isinstance(blocks[k], str) and blocks[k].startswith(_OUTPUT):
                blocks[k] = blocks[k].replace(_OUTPUT, f'<div class="output" data-cover="{key}" role', 1)

    def locate(self, number: int) -> str:
        """`path:line` of the page's check of this number."""
        lines = self.md.preprocessors[mathml.NAME].lines
        text = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), "\n".join(lines))
        markers = [text.count("\n", 0, found.start()) + 1 for found in _MARKER.finditer(text)]
        return mathml.place(markers[number - 1], lines)


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _items(check: Element) -> list[_Item]:
    """The answers of a check, the right one first. Raises ValueError with what is expected."""
    if len(check) != 2 or check[0].get("class") != "admonition-title" or check[1].tag != "ul":
        raise ValueError(f"a check holds one list and nothing else: {_SHAPE}")
    if check[0].text in ("Check", "Choose"):
        raise ValueError("a check asks a question: expected `/// check | Question`")
    items: list[_Item] = []
    for place, element in enumerate(check[1], 1):
        items.append(_item(element, items[0] if items else None, place if "choose" in _classes(check) else 0))
    if len(items) < 2:
        raise ValueError(f"a check of {len(items)} item: {_SHAPE}")
    right, *wrong = items
    for k, item in enumerate(wrong):
        if not item.words:
            raise ValueError(f"{item.shown} has no words: say which mistake gives it, behind a colon")
        if any(abs(item.value - each.value) <= max(item.half or 0, each.half or 0) for each in (right, *wrong[:k])):
            raise ValueError(f"{item.shown} is listed twice, or rounds to another item: expected different numbers")
    return items


def _item(element: Element, right: _Item | None, place: int) -> _Item:
    """Read one item. Wrong answers are as exact as the right one. `place` is that in a list to choose from, else 0."""
    holder = element[0] if len(element) and element[0].tag == "p" and not (element.text or "").strip() else element
    found = _ITEM.match(holder.text or "")
    if place and not found and (found := _WORDS.match(holder.text or "")):
        return _Item(found["words"], place, None, _said(holder, found.end()))
    if found is None:
        shown = "".join(element.itertext()).strip()[:40]
        raise ValueError(f"an item begins with no number and colon, but with {shown!r}: {_SHAPE}")
    value, half = numbers.parse(found["number"])
    if right is None:
        half = half if found["about"] and not place else None
    elif right.half is None or half == 0.5:  # wrong answers are as exact as the right one
        half = right.half and min(half, right.half)
    shown = f"≈ {found['number']}" if found["about"] else found["number"]
    return _Item(shown, value, half, _said(holder, found.end()))


def _said(holder: Element, begin: int) -> list:
    """What an item says behind its number or words: the text from there on, then the elements in it."""
    return [holder.text[begin:], *holder] if holder.text[begin:].strip() or len(holder) else []


def _form(check: Element, items: list[_Item], number: int, key: str) -> Element:
    """The form of a check. It is sent nowhere: `method="dialog"` does nothing outside a dialog."""
    form = Element("form", {"class": "answer-form", "method": "dialog", "data-check": f"check-{number}"})
    form.attrib |= {"data-key": key, "data-search-exclude": ""}
    is_choice = "choose" in _classes(check)
    question = copy.deepcopy(check[0])
    question.attrib.clear()
    question.tail = None
    if is_choice:
        question.tag = "legend"
        fieldset = SubElement(form, "fieldset")
        fieldset.append(question)
        worded = not any(_ITEM.fullmatch(item.shown) for item in items)
        for item in sorted(items, key=lambda item: item.shown if worded else item.value):
            label = SubElement(fieldset, "label")
            choice = SubElement(label, "input", {"type": "radio", "name": "answer", "value": format(item.value, PLAIN)})
            choice.tail = " " + item.shown.removeprefix("≈ ")
        help_text = "Choose one, then check it."
    else:
        question.tag = "label"
        question.set("for", f"answer-{number}")
        form.append(question)
        help_text = _precision(items[0])
    row = SubElement(form, "div", {"class": "answer-row"})
    if not is_choice:
        field = {"id": f"answer-{number}", "type": "text", "name": "answer", "size": "9", "maxlength": "40"}
        field |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "enterkeyhint": "done"}
        SubElement(row, "input", field | {"aria-describedby": f"verdict-{number}"})
    SubElement(row, "button").text = "Check"
    verdict = SubElement(form, "p", {"class": "verdict", "id": f"verdict-{number}", "role": "status"})
    verdict.text = help_text
    return form


def _precision(right: _Item) -> str:
    """How exact an answer must be, in words."""
    if right.half is None:
        return "Type a number. Fractions are fine."
    if "×" in right.shown:
        return "Rounded is fine. Type powers of ten as 2e-3."
    decimals = len(right.shown.partition(".")[2])
    return ["A whole number is enough.", "One decimal is enough.", *[f"{decimals} decimals are enough."] * 9][decimals]


def _fold(check: Element, items: list[_Item], number: int) -> None:
    """Turn the block into the text of the folded answer, from which the form takes its words."""
    check.attrib |= {"class": "check", "id": f"check-{number}"}
    check[0].set("class", "check-question")
    right, note, answers = Element("p"), Element("p", {"class": "check-note"}), check[1]
    note.text = "If you had another answer:"
    for element, item in zip([right, *answers[1:]], items, strict=True):
        element.clear()
        element.set("data-value", format(item.value, PLAIN))
        if item.half:
            element.set("data-half", format(item.half, PLAIN))
        strong = SubElement(element, "strong")
        strong.text = item.shown
        if item.words:
            strong.tail = ": "
            words = SubElement(element, "span")
            words.text = item.words[0]
            words.extend(item.words[1:])
    right.set("class", "check-right")
    answers.remove(answers[0])
    check[1:] = [right, note, answers]
