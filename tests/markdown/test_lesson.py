"""What a lesson's Markdown becomes: comments vanish, outputs, figures, captions and the claim take their form."""

import re
from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config

from scripts.model import page as pages
from scripts.model import project


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A project folder with one figure of 360 × 216 units."""
    monkeypatch.setattr(project, "ROOT", tmp_path)
    (tmp_path / "docs/figures").mkdir(parents=True)
    (tmp_path / "docs/figures/bowl.svg").write_text('<svg width="360pt" viewBox="0 0 360 216.4"></svg>')
    return tmp_path


CONFIG = load_config(str(project.ROOT / "mkdocs.yml"))


def render(text: str) -> str:
    """What the site's own set of extensions makes of a page."""
    md = markdown.Markdown(extensions=CONFIG["markdown_extensions"], extension_configs=CONFIG["mdx_configs"])
    return md.convert(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 2.017<!-- = w:.3f -->.", "<p>It is 2.017.</p>"),
        ("**−2.0**<!--= w:.1f --> <!-- = 1 -->", "<p><strong>−2.0</strong> </p>"),
        ("over 2.0<!-- = f(1,\n2) --> lines", "<p>over 2.0\n lines</p>"),
        ("a remark <!-- w:.3f --> stays", "<p>a remark <!-- w:.3f --> stays</p>"),
        ("`2.0<!-- = w -->` stays", "<p><code>2.0&lt;!-- = w --&gt;</code> stays</p>"),
        (
            "| a |\n|---|\n| 1.5<!-- = {1: 2}[1] --> |",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1.5</td>\n</tr>\n</tbody>\n</table>",
        ),
        ("![From 1.5](x.png)<!-- = w -->", '<p><img alt="From 1.5" src="x.png" /></p>'),
    ],
)
def test_value_comments_vanish(text, expected):
    assert render(text) == expected


def test_value_comments_in_code_are_shown():
    for fence in ("text", "python\n1\n```\n\n```output", "markdown"):
        html = re.sub("<[^>]*>", "", render(f"```{fence}\n2.0<!-- = w -->\n```"))
        assert "2.0&lt;!-- = w --&gt;" in html


def test_block_that_raises_is_a_python_block_like_any_other():
    code = '\nraise ValueError("x")\n```\n'
    plain = render("```python" + code)
    assert render('```python raises="ValueError"' + code) == plain
    assert plain.startswith('<div class="language-python highlight"')
    assert "raises" not in re.sub("<[^>]*>", "", plain)


def test_output_is_a_labelled_box_that_shows_its_text_as_it_is():
    html = render("```python\n1\n```\n\n```output\nw < 1 & *stars* $x$ `code`\n\n   indented\n```\n")
    assert html.endswith(
        '<div class="output" role="group" aria-label="Output"><span class="output-label" aria-hidden="true">Output'
        '</span><pre tabindex="0"><samp>w &lt; 1 &amp; *stars* $x$ `code`\n\n   indented</samp></pre></div>'
    )


@pytest.mark.parametrize(
    "wrapped", ["/// solution\n{}\n///", "/// answer | Answer\n{}\n///", "//// exercise | One\n{}\n////"]
)
def test_blocks_and_outputs_keep_their_form_when_folded_away(wrapped):
    html = render(wrapped.format("```python\nprint(1)\n```\n\n```output\n1\n```"))
    assert html.count('<div class="language-python highlight"') == 1
    assert html.count("<samp>1</samp>") == 1


def test_figure_is_a_light_and_dark_pair_of_one_size(root):
    html = render("Text.\n\n![A bowl from 1.5](../figures/bowl.svg)<!-- = w -->\n\nMore.")
    pair = [
        f'<img alt="A bowl from 1.5" class="{theme}-only" height="346" loading="lazy" src="../figures/{file}.svg" '
        'width="576" />'
        for theme, file in (("light", "bowl"), ("dark", "bowl-dark"))
    ]
    assert html == f'<p>Text.</p>\n<figure class="drawn">{"".join(pair)}</figure>\n<p>More.</p>'


def test_figure_without_a_file_has_no_size(root):
    html = render("![A hill](figures/hill.svg)")
    assert html.count('loading="lazy"') == 2
    assert "width" not in html
    assert "height" not in html


@pytest.mark.parametrize(
    "text", ["![A bowl](photos/bowl.png)", "See ![a bowl](../figures/bowl.svg) here.", "![A bowl](../figures/bowl.png)"]
)
def test_other_images_stay_images(root, text):
    html = render(text)
    assert "<figure" not in html
    assert html.count("<img") == 1


def test_paragraph_in_italics_below_a_figure_is_its_caption(root):
    html = render("![A bowl](../figures/bowl.svg)\n\n*The path from 1.5<!-- = w -->, `five` steps of $w$.*\n\nText.")
    caption = re.search("<figcaption>(.*)</figcaption></?figure>|<figcaption>(.*)</figcaption>", html)[0]
    assert "The path from 1.5, <code>five</code> steps of " in caption
    assert "<em>" not in html
    assert html.endswith("</figure>\n<p>Text.</p>")


@pytest.mark.parametrize("below", ["Plain *words*.", "*One* two", "**Bold.**", "> *Quoted.*", "# *Heading*"])
def test_other_paragraphs_below_a_figure_are_no_caption(root, below):
    assert "<figcaption" not in render(f"![A bowl](../figures/bowl.svg)\n\n{below}")


def test_italics_below_an_ordinary_paragraph_are_no_caption(root):
    assert "<figcaption" not in render("Text.\n\n*Slanted.*")


def test_quotation_below_the_title_is_the_claim():
    html = render("# Title\n\n> One sentence.\n\nText.\n\n> A quotation.")
    assert html.count('<div class="claim">\n<p>One sentence.</p>\n</div>') == 1
    assert html.count("<blockquote>") == 1
    assert html.index("reading-time") < html.index("claim")


@pytest.mark.parametrize("text", ["# Title\n\nText.\n\n> Quote.", "> Quote.", "## Part\n\n> Quote."])
def test_other_quotations_are_no_claim(text):
    html = render(text)
    assert "claim" not in html
    assert "reading-time" not in html


@pytest.mark.parametrize(
    ("words", "blocks", "folded", "minutes"),
    [(1, 0, 0, 1), (399, 0, 0, 2), (401, 0, 0, 3), (380, 4, 0, 3), (1, 0, 900, 1)],
)
def test_reading_time_counts_words_and_blocks_but_not_what_is_folded(words, blocks, folded, minutes):
    body = "word " * (words - 1) + "\n\n" + "```python\nx = 1\n```\n\n" * blocks
    body += f"/// solution\n{'word ' * folded}\n///\n" if folded else ""
    assert f'<p class="reading-time">{minutes} min read</p>' in render(f"#\n\n> Claim.\n\n{body}")


def test_page_that_the_page_model_refuses_fails_the_build_too():
    with pytest.raises(pages.PageError, match="fence language py: expected one of python"):
        render("Text.\n\n```py\n1\n```\n")


@pytest.mark.parametrize(("columns", "boxed"), [(3, False), (4, True), (6, True)])
def test_a_table_of_many_columns_scrolls_in_a_box_that_takes_the_focus(columns, boxed):
    html = render("| a " * columns + "|\n" + "|---" * columns + "|\n" + "| 1 " * columns + "|\n")
    assert ('<div class="wide-table" tabindex="0"><table>' in re.sub(r"\s*\n\s*", "", html)) == boxed
