"use strict";
/* What was delivered, by kind and year: a table whose cells are bars and lead to their projects. */
overview.delivered = (() => {
  const {element, words} = factsheet;
  const {model, parts} = overview;

  /** Draw what is selected; `changed(part of the filters)` is called when a cell is clicked. */
  function show(filters, {deliverables}, changed) {
    const host = document.getElementById("overview-delivered");
    if (!deliverables.length) {
      host.replaceChildren(parts.nothing("overview.nothing"));
      return;
    }
    const kinds = model.all().kinds.filter(kind => deliverables.some(told => told.kind === kind));
    const rows = lines(deliverables, filters).map(({year, name, told}) => {
      const groups = parts.grouped(told, ({kind}) => kind);
      return {year, name, told, cells: kinds.map(kind => groups.get(kind) ?? [])};
    });
    const most = Math.max(1, ...rows.filter(({year}) => year).flatMap(({cells}) => cells.map(told => told.length)));
    const heading = name => element("th", {scope: "col"}, name);
    const total = told => element("td", {class: "amount total"}, told.length ? parts.amount(told) : null);
    const table = element("table", {class: "delivered"},
      element("caption", {class: "hidden-text"}, words("overview.delivered")),
      element("thead", {}, element("tr", {}, heading(words("overview.year")),
        kinds.map(kind => heading(words("kind." + kind))), heading(words("overview.all")))),
      element("tbody", {}, rows.map(({year, name, told, cells}) => element("tr", {},
        element("th", {scope: "row"}, name),
        cells.map((told, at) => cell(told, year, kinds[at], most, changed)), total(told)))),
      element("tfoot", {}, element("tr", {}, element("th", {scope: "row"}, words("overview.all")),
        kinds.map(kind => total(deliverables.filter(told => told.kind === kind))), total(deliverables))));
    const focused = host.contains(document.activeElement) ? document.activeElement.dataset.cell : null;
    host.replaceChildren(parts.scrolled("overview.delivered", table));
    if (focused) host.querySelector(`[data-cell="${focused}"]`)?.focus();
  }

  /** Rows: the years in which something ended, what ended in years before or after, what has no date. */
  function lines(deliverables, {from, to}) {
    const [first, last] = [from ?? model.all().years?.[0] ?? Infinity, to ?? model.all().years?.[1] ?? -Infinity];
    const found = [];
    for (let year = first; year <= last; year++) {
      const told = deliverables.filter(({years}) => years.includes(year));
      if (told.length || found.length) found.push({year, name: String(year), told});
    }
    while (found.length && !found.at(-1).told.length) found.pop();
    const others = deliverables.filter(({years}) => years.length && !years.some(year => year >= first && year <= last));
    const undated = deliverables.filter(({years}) => !years.length);
    if (others.length) found.push({year: null, name: words("overview.other-years"), told: others});
    if (undated.length) found.push({year: null, name: words("overview.no-date"), told: undated});
    return found;
  }

  /** A cell; of a year it is a bar as well, and a button. */
  function cell(told, year, kind, most, changed) {
    if (!told.length) {
      return element("td", {class: "cell"}, element("span", {class: "soft", "aria-hidden": "true"}, "·"),
        element("span", {class: "hidden-text"}, "0"));
    }
    const amount = element("span", {class: "amount"}, parts.amount(told));
    if (year === null) return element("td", {class: "cell"}, amount);
    const done = parts.done(told);
    const bar = (name, count) => {
      const made = count ? element("span", {class: name}) : null;
      if (made) made.style.width = `${100 * count / most}%`;
      return made;
    };
    return element("td", {class: "cell"}, element("button", {
      type: "button", "data-cell": `${year}-${kind}`, title: `${words("kind." + kind)}, ${year}`,
      onclick: () => changed({kinds: [kind], from: year, to: year, page: 1}),
    }, amount, element("span", {class: "length", "aria-hidden": "true"},
      bar("done", done), bar("planned", told.length - done))));
  }

  return {show};
})();
