"""The PDF of a part: its lessons in order, nothing folded or covered, bookmarks and page numbers that are right."""

import io
import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from scripts import handout

PAGES = {"idea/": "The idea", "idea/descent/": "Gradient descent", "idea/stopping/": "When to stop"}


def squeeze(text: str) -> str:
    """Text without white space and ligatures, which differ between HTML and PDF."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def pdf(browser, site) -> PdfReader:
    data, count = handout.print_part(browser, site.folder, "The idea", list(PAGES))
    pdf = PdfReader(io.BytesIO(data))
    assert len(pdf.pages) == count
    return pdf


def test_a_part_is_its_pages_in_the_order_of_the_navigation():
    parts = handout.parts()
    assert list(parts)[:3] == ["idea", "data", "networks"]
    assert parts["idea"][1][:3] == ["idea/", "idea/loss/", "idea/slope/"]


def test_bookmarks_and_page_numbers_lead_to_the_lessons(pdf):
    texts = [squeeze(page.extract_text()) for page in pdf.pages]
    starts = [pdf.get_destination_page_number(bookmark) for bookmark in pdf.outline]
    assert [bookmark.title for bookmark in pdf.outline] == [*PAGES.values()]
    assert starts[:2] == [0, 1]
    for title, start, end in zip(PAGES.values(), starts, [*starts[1:], len(texts)], strict=True):
        for number, text in enumerate(texts[start:end], 1):
            head_and_foot = f"FallLine:Theidea{title}{handout.LICENCE}{title},page{number}of{end - start}"
            assert f"{squeeze(title)},page{number}of{end - start}" in text
            assert len(text) > len(squeeze(head_and_foot)) + 20, f"{title}: page {number} is blank"


def test_answers_hints_and_solutions_are_printed_where_they_stand(pdf, site):
    text = squeeze(" ".join(page.extract_text() for page in pdf.pages))
    for path in [*PAGES][1:]:
        soup = BeautifulSoup((site.folder / path / "index.html").read_text("utf-8"), "html.parser")
        folded = soup.select("details.answer p, details.hint p, details.solution p, div.output pre")
        lines = [squeeze(each.get_text()[:40]) for each in folded if not each.find("math")]
        assert len(lines) > 10
        assert [line for line in lines if line not in text] == []
        assert text.count("Answer") >= len(soup.select("details.answer"))
