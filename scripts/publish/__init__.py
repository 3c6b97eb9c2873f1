"""The built site: what is done to `site/` after MkDocs, the hook that renders labs, and the live preview.

May import `scripts.model` and `scripts.extensions`, MkDocs and what reads HTML; nothing here knows how a page runs.
Each step takes the folder of the site and rewrites its files in place, each file atomically.
Start reading in `scripts/finish.py`, which names the steps in their order; the preview starts in `preview.py`.
"""
