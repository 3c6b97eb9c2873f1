"""Python-Markdown extensions: what a page's Markdown becomes in the browser.

`mathml.py` turns formulas into MathML, `lesson.py` boxes, figures and code, `answers.py` questions into forms,
`glossary.py` terms into links. May import `scripts.model`; independent of MkDocs, so that another engine can use them.
Start reading at `lesson.py`.
"""
