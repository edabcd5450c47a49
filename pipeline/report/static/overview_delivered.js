"use strict";
/* What was delivered, by kind and year: a table whose cells are bars and lead to their projects. */
overview.delivered = (() => {
  const {element, words, number} = factsheet;
  const {model} = overview;

  /** Draw what is selected; `changed(part of the filters)` is called when a cell is clicked. */
  function show(filters, {deliverables}, changed) {
    const host = document.getElementById("overview-delivered");
    if (!deliverables.length) {
      host.replaceChildren(element("p", {class: "empty"}, words("overview.nothing")));
      return;
    }
    const kinds = model.all().kinds.filter(kind => deliverables.some(told => told.kind === kind));
    const lines = group(deliverables, filters);
    const most = Math.max(...lines.filter(({year}) => year !== null)
      .flatMap(({told}) => kinds.map(kind => told.filter(one => one.kind === kind).length)), 1);
    const focused = host.contains(document.activeElement) ? document.activeElement.dataset.cell : null;
    host.replaceChildren(element("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": words("overview.delivered")},
      element("table", {class: "delivered"},
        element("caption", {class: "hidden-text"}, words("overview.delivered")),
        element("thead", {}, element("tr", {}, element("th", {scope: "col"}, words("overview.year")),
          kinds.map(kind => element("th", {scope: "col"}, words("kind." + kind))), element("th", {scope: "col"}, words("overview.all")))),
        element("tbody", {}, lines.map(({year, name, told}) => element("tr", {},
          element("th", {scope: "row"}, name),
          kinds.map(kind => cell(told.filter(one => one.kind === kind), year, kind, most, changed)),
          element("td", {class: "amount total"}, told.length ? amount(told) : "")))),
        element("tfoot", {}, element("tr", {}, element("th", {scope: "row"}, words("overview.all")),
          kinds.map(kind => element("td", {class: "total"}, amount(deliverables.filter(one => one.kind === kind)))),
          element("td", {class: "amount total"}, amount(deliverables)))))));
    if (focused) host.querySelector(`[data-cell="${focused}"]`)?.focus();
  }

  /** Rows: the years in which something ended, what ended in years before or after, what has no date. */
  function group(deliverables, filters) {
    const [first, last] = [filters.from ?? model.all().years?.[0] ?? Infinity, filters.to ?? model.all().years?.[1] ?? -Infinity];
    const rows = [];
    for (let year = first; year <= last; year++) {
      const told = deliverables.filter(({years}) => years.includes(year));
      if (told.length || rows.length) rows.push({year, name: String(year), told});
    }
    while (rows.length && !rows.at(-1).told.length) rows.pop();
    const others = deliverables.filter(({years}) => years.length && !years.some(year => year >= first && year <= last));
    const undated = deliverables.filter(({years}) => !years.length);
    if (others.length) rows.push({year: null, name: words("overview.other-years"), told: others});
    if (undated.length) rows.push({year: null, name: words("overview.no-date"), told: undated});
    return rows;
  }

  const done = told => told.filter(({status}) => status === "done").length;

  /** "9 +3": nine are done, three planned or under way. */
  function amount(told) {
    const ready = done(told), open = told.length - ready;
    return [element("span", {class: "n"}, number(ready)),
      open ? element("span", {class: "open"}, ` +${number(open)}`, element("span", {class: "hidden-text"}, ` ${words("status.planned")}`)) : null];
  }

  function cell(told, year, kind, most, changed) {
    if (!told.length) return element("td", {class: "cell"}, element("span", {class: "soft", "aria-hidden": "true"}, "·"), element("span", {class: "hidden-text"}, "0"));
    const bar = element("span", {class: "length", "aria-hidden": "true"}, element("span", {class: "done"}), element("span", {class: "planned"}));
    if (year !== null) {
      bar.firstChild.style.width = `${100 * done(told) / most}%`;
      bar.lastChild.style.width = `${100 * (told.length - done(told)) / most}%`;
    }
    const content = [element("span", {class: "amount"}, amount(told)), year === null ? null : bar];
    return element("td", {class: "cell"}, year === null ? content : element("button", {
      type: "button", "data-cell": `${year}-${kind}`, title: `${words("kind." + kind)}, ${year}`,
      onclick: () => changed({kinds: [kind], from: year, to: year, page: 1}),
    }, content));
  }

  return {show};
})();
