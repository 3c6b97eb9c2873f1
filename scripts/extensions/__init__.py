"""Python-Markdown: what a page's Markdown becomes in the browser. One extension, all processors in their order.

`mathml.py` turns formulas into MathML, `lesson.py` boxes, figures and code, `answers.py` questions into forms,
`glossary.py` terms into links. May import `scripts.model`; independent of MkDocs, so that another engine can use them.
Start reading at `lesson.py`.
"""

from markdown.extensions import Extension

from scripts.extensions import answers, glossary, lesson, mathml


class PageExtension(Extension):
    """Registers the processors. Of two, the one with the higher number runs first."""

    def extendMarkdown(self, md):
        md.ESCAPED_CHARS.append("$")
        md.block_level_elements = [*md.block_level_elements, *lesson.CUSTOM_ELEMENTS]
        md.preprocessors.register(mathml.Formulas(md), mathml.NAME, 2000)
        md.preprocessors.register(lesson.Published(md), "published", 1000)
        md.parser.blockprocessors.register(mathml.Block(md.parser), mathml.NAME, 79.9)  # before lists
        md.inlinePatterns.register(mathml.Inline(mathml.INLINE, md), mathml.NAME, 189.9)  # before escapes
        md.treeprocessors.register(lesson.Figures(md), "figures", 15)
        md.treeprocessors.register(glossary.Terms(md), "terms", 14.5)  # the claim is a quotation until now
        md.treeprocessors.register(lesson.Claim(md), "claim", 14)
        md.treeprocessors.register(lesson.Ids(md), "ids", 13.5)
        md.treeprocessors.register(lesson.WideTables(md), "wide-tables", 13)
        md.treeprocessors.register(answers.Answers(md), "answers", 12)  # no terms in forms, nor their words in the time
        md.postprocessors.register(lesson.CodeBlocks(md), "code", 5)


def makeExtension(**options):  # the name Python-Markdown looks for
    """The extension, for `markdown_extensions` in mkdocs.yml."""
    return PageExtension(**options)
