"""Glossary terms in lessons: the first use of each is a link with its definition, and nothing else is."""

import re

from scripts.extensions import glossary
from scripts.model import project

TEXT = (project.ROOT / glossary.GLOSSARY).read_text("utf-8")
LESSON = "# Title\n\n> The gradient is the claim.\n\n{}\n\n/// exercise | Exercise 1\nQuestion.\n///\n"


def test_the_first_use_is_a_link_with_the_definition(soup):
    page = soup(LESSON.format("A gradient here. The gradient there. One epoch.\n\nA gradient once more."))
    gradient, epoch = page.select("a.term")
    assert (gradient.text, gradient.next_sibling) == ("gradient", " here. The gradient there. One ")
    assert epoch["href"].endswith("reference/glossary.md#epoch")
    assert epoch["title"] == "One pass over all samples. It holds as many updates as there are batches."


def test_what_counts_as_a_use(soup):
    for body, expected in [
        ("Many epochs and batches.", ["epochs", "batches"]),
        ("The learning rate is not a rate.", ["learning rate"]),
        ("The gradient norm, then the gradient.", ["gradient norm", "gradient"]),
        ("*Convergence* is defined here.", ["Convergence"]),
        ("- a sample\n- a target", ["sample", "target"]),
        ("Unbiased and preweighted words.", []),
        ("## An epoch\n\nText.", []),
        ("A [link to an epoch](x.md) and `epoch` in code.", []),
        ("| epoch |\n|---|\n| batch |", ["batch"]),
        ("Targets, *samples* of a loss, a **weight** and bias.", ["Targets", "samples", "loss", "weight", "bias"]),
    ]:
        page = soup(LESSON.format(body))
        assert [term.text for term in page.select("a.term")] == expected, body
        words = re.sub(r"[^\w ]", " ", re.sub(r"\(\S+\)|\|-+\|", "", body)).split()
        assert set(words) <= set(re.sub(r"[^\w ]", " ", page.text).split()), "the words around a term stay"
    for page in ("# Title\n\nAn epoch.", "# Title\n\n> No exercises.\n\nAn epoch."):
        assert soup(page).select("a.term") == []


def test_the_glossary_is_in_alphabetical_order_and_says_each_term_once():
    entries = re.findall(r"^## (.+)$", TEXT, re.M)
    assert entries == sorted(set(entries))
    assert len(entries) > 30
    assert list(glossary.read_terms(TEXT)) == entries
