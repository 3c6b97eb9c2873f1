/** What mkdocs-material gives to the scripts of a page: emits the document. */
declare var document$: {
  subscribe(next: (page: Document) => void): { unsubscribe(): void };
};
