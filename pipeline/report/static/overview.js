"use strict";
/* Over all projects: filters, map, timeline, table, and what was delivered, all of the same selection. */
factsheet.view("overview", (() => {
  const {words} = factsheet;
  let filters = null, selection = null, built = null;

  function draw() {
    if (built !== factsheet.language) {
      overview.filters.build(choose);
      built = factsheet.language;
    }
    const change = part => choose(part);
    overview.filters.show(filters, selection);
    overview.map.show(filters, selection, city => choose({city}));
    overview.timeline.show(filters, selection, change);
    overview.table.show(filters, selection, change);
    overview.delivered.show(filters, selection, change);
  }

  /** Other filters: they go into the address, from where `show` reads them; while one types, without a step back. */
  function choose(part, typing = false) {
    const turned = "page" in part || "sort" in part;
    const address = overview.model.address({...filters, page: 1, ...part});
    if (address === location.hash) return;
    if (typing || turned) {
      history.replaceState(null, "", address);
      read(address.slice(2).split("/").slice(1).map(decodeURIComponent));
    } else {
      location.hash = address;
    }
  }

  function read(parameters) {
    filters = overview.model.filters(parameters);
    factsheet.leave(overview.model.address(filters));
    selection = overview.model.select(filters);
    draw();
  }

  function show(parameters) {
    document.title = `${words("overview.title")} – Factsheet`;
    read(parameters);
  }

  return {show, words: () => { if (filters) { document.title = `${words("overview.title")} – Factsheet`; draw(); } }};
})());
