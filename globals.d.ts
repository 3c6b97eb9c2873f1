/** What mkdocs-material gives to the scripts of a page: emits the document, at first and after each instant navigation. */
declare var document$: {
  subscribe(next: (page: Document) => void): { unsubscribe(): void };
};
