"""What a page is and how it runs.

A page is a list of steps (`page.py`, notebooks by `notebook.py`); `run.py` runs them and says what is stale, with
figures drawn by `draw.py`; `pool.py` runs pages over the cores. May import `figures.style`, numpy and matplotlib;
knows nothing of MkDocs or browsers. Start reading at `page.py`.
"""
