"""Glossary terms in lessons: the first use of each is a link with its definition, and nothing else is."""

import re

import markdown
import pytest

from scripts.extensions import glossary
from scripts.model import project

TEXT = (project.ROOT / glossary.GLOSSARY).read_text("utf-8")

BLOCKS = {"pymdownx.blocks.admonition": {"types": ["exercise"]}}


def render(body: str) -> str:
    source = f"# Title\n\n> The gradient is the claim.\n\n{body}\n\n/// exercise | Exercise 1\nQuestion.\n///\n"
    return markdown.markdown(source, extensions=["tables", *BLOCKS, "scripts.extensions.glossary"], extension_configs=BLOCKS)


def terms(page: str) -> list[str]:
    return re.findall(r'<a class="term" [^>]*>([^<]*)</a>', page)


def test_the_first_use_is_a_link_and_the_second_is_not():
    page = render("A gradient here. The gradient there.\n\nA gradient once more.")
    assert terms(page) == ["gradient"]
    assert "A <a" in page
    assert "</a> here. The gradient there." in page


def test_the_link_leads_to_the_entry_and_carries_its_definition():
    page = render("One epoch.")
    assert 'href="../reference/glossary.md#epoch"' in page
    assert 'title="One pass over all samples. It holds as many updates as there are batches."' in page


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Many epochs and batches.", ["epochs", "batches"]),
        ("The learning rate is not a rate.", ["learning rate"]),
        ("The gradient norm, then the gradient.", ["gradient norm", "gradient"]),
        ("*Convergence* is defined here.", ["Convergence"]),
        ("- a sample\n- a target", ["sample", "target"]),
        ("Unbiased and preweighted words.", []),
        ("## An epoch\n\nText.", []),
        ("A [link to an epoch](x.md) and `epoch` in code.", []),
        ("| epoch |\n|---|\n| batch |", ["batch"]),
        ("Targets, *samples* of a loss, and a **weight** and bias.", ["Targets", "samples", "loss", "weight", "bias"]),
    ],
)
def test_what_counts_as_a_use(body, expected):
    assert terms(render(body)) == expected


@pytest.mark.parametrize("page", ["# Title\n\nAn epoch.", "# Title\n\n> No exercises.\n\nAn epoch."])
def test_a_page_that_is_no_lesson_has_no_terms(page):
    assert terms(markdown.markdown(page, extensions=["scripts.extensions.glossary"])) == []


def test_words_around_a_term_stay():
    plain = re.sub("<[^>]+>", "", render("The loss of a weight: the *slope* and the target, in that order."))
    assert "The loss of a weight: the slope and the target, in that order." in plain


def test_the_glossary_is_in_alphabetical_order_and_says_each_term_once():
    entries = re.findall(r"^## (.+)$", TEXT, re.M)
    assert entries == sorted(set(entries))
    assert len(entries) > 30
    assert list(glossary.read_terms(TEXT)) == entries
