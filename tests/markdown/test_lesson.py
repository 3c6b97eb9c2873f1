"""What a lesson's Markdown becomes: comments vanish, outputs, figures, captions and the claim take their form."""

import re
from pathlib import Path

import pytest

from scripts.model.page import PageError
from tests.pages.conftest import cases


def test_value_comments_vanish_but_in_code(render):
    for text, expected in [
        ("It is 2.017<!-- = w:.3f -->.", "<p>It is 2.017.</p>"),
        ("**−2.0**<!--= w:.1f --> <!-- = 1 -->", "<p><strong>−2.0</strong> </p>"),
        ("over 2.0<!-- = f(1,\n2) --> lines", "<p>over 2.0\n lines</p>"),
        ("a remark <!-- w:.3f --> stays", "<p>a remark <!-- w:.3f --> stays</p>"),
        ("`2.0<!-- = w -->` stays", "<p><code>2.0&lt;!-- = w --&gt;</code> stays</p>"),
        ("![From 1.5](x.png)<!-- = w -->", '<p><img alt="From 1.5" src="x.png" /></p>'),
    ]:
        assert render(text) == expected
    assert "<td>1.5</td>" in render("| a |\n|---|\n| 1.5<!-- = {1: 2}[1] --> |")
    for fence in ("text", "python\n1\n```\n\n```output", "markdown"):
        assert "2.0&lt;!-- = w --&gt;" in re.sub("<[^>]*>", "", render(f"```{fence}\n2.0<!-- = w -->\n```"))


def test_blocks_and_outputs_have_their_form_also_when_folded(render, soup):
    code = '\nraise ValueError("x")\n```\n'
    assert render('```python raises="ValueError"' + code) == render("```python" + code)
    blocks = "```python\n1\n```\n\n```output\nw < 1 & *stars* $x$ `code`\n\n   indented\n```"
    for wrapped in ("{}", "/// solution\n{}\n///", "/// answer | Answer\n{}\n///", "//// exercise | One\n{}\n////"):
        page = soup(wrapped.format(blocks))
        (block,), (output,) = page.select(".language-python.highlight"), page.select("div.output")
        assert (block["id"], block.button["data-clipboard-target"]) == ("code-1", "#code-1 code")
        assert (output["role"], output["aria-label"], output.pre["tabindex"]) == ("group", "Output", "0")
        assert output.samp.text == "w < 1 & *stars* $x$ `code`\n\n   indented"


def test_a_figure_is_a_light_and_dark_pair_of_one_size_with_its_caption(root, soup):
    page = soup("![A bowl from 1.5](../figures/bowl.svg)<!-- = w -->\n\n*The path from 1.5<!-- = w -->, `five` steps.*")
    pair = page.select("figure.drawn > img")
    same = {"alt": "A bowl from 1.5", "height": "346", "width": "576", "loading": "lazy"}
    assert [image.attrs for image in pair] == [
        same | {"class": ["light-only"], "src": "../figures/bowl.svg"},
        same | {"class": ["dark-only"], "src": "../figures/bowl-dark.svg"},
    ]
    caption = page.select_one("figure > figcaption")
    assert (caption.text, caption.code.text, caption.em) == ("The path from 1.5, five steps.", "five", None)
    for below in ("Plain *words*.", "*One* two", "**Bold.**", "> *Quoted.*", "# *Heading*"):
        assert soup(f"![A bowl](../figures/bowl.svg)\n\n{below}").figcaption is None, below
    assert "width" not in soup("![A hill](figures/hill.svg)").img.attrs
    for text in ("![A bowl](photos/bowl.png)", "See ![a bowl](../figures/bowl.svg) here.", "Text.\n\n*Slanted.*"):
        assert (soup(text).figure, soup(text).figcaption) == (None, None)


def test_the_quotation_below_the_title_is_the_claim_with_the_reading_time(soup):
    page = soup("# Title\n\n> One sentence.\n\nText.\n\n> A quotation.")
    assert [each.get("class") for each in page.find_all(recursive=False)][:3] == [None, ["reading-time"], ["claim"]]
    assert len(page.select("blockquote")) == 1
    for text in ("# Title\n\nText.\n\n> Quote.", "> Quote.", "## Part\n\n> Quote."):
        assert soup(text).select(".claim, .reading-time") == []
    figure, block = "![A](../figures/bowl.svg)\n\n", "```python\nx = 1\ny = 2\n```\n\n"
    for body, minutes in [
        ("word " * 359, 2),  # and one of the claim
        ("word " * 361, 3),
        (block * 6 + block.replace("python", "text"), 2),  # 5 s for each of 12 lines, and the claim
        (figure * 2 + "/// predict | Guess\nSo.\n///\n", 4),
        (f"/// deeper | Why\n{'word ' * 900}\n\n{block}{figure}///\n", 1),
    ]:
        assert soup(f"#\n\n> Claim.\n\n{body}").select_one(".reading-time").text == f"Read {minutes} min"


def test_exercises_and_boxes_to_dig_deeper_have_an_address_of_their_title(soup):
    page = soup("/// deeper | Why *it* shrinks\nSo.\n///\n\n/// exercise | One step, by hand\nTry.\n///\n")
    assert [box["id"] for box in page.select("[id]")] == ["why-it-shrinks", "exercise-one-step-by-hand"]
    assert page.summary.text == "Dig deeper: Why it shrinks"


def test_what_is_wrong_fails_the_build_with_page_and_line(root, render):
    wrong = cases(Path(__file__).with_name("wrong.txt"))
    wrong += [(says, text.replace("\n", "\r\n")) for says, text in wrong if "nosuch x" in text]
    failures = []
    for says, text in wrong:
        (root / "docs/part/page.md").write_bytes(text.encode())
        body = re.sub(r"\A---.*?---\s*", "", text.replace("\r\n", "\n"), flags=re.S)  # as MkDocs hands it on
        try:
            found = render(body)
        except ValueError as error:
            found = str(error)
        if not " ".join(found.split()).startswith(f"docs/part/page.md:{says}") or "\x1b" in found:
            failures.append((text, found))
    assert failures == []
    with pytest.raises(PageError, match="fence language py: expected one of python"):
        render("Text.\n\n```py\n1\n```\n")


def test_a_table_of_many_columns_scrolls_in_a_box_that_takes_the_focus(soup):
    for columns, boxed in ((3, 0), (4, 1), (6, 1)):
        page = soup("| a " * columns + "|\n" + "|---" * columns + "|\n" + "| 1 " * columns + "|\n")
        assert len(page.select('.wide-table[tabindex="0"] > table')) == boxed
