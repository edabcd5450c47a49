"use strict";
/* The projects as a table: sorted by its headers, a page at a time, to be taken along as CSV. */
overview.table = (() => {
  const {element, words, number, values} = factsheet;
  const {model, parts} = overview;
  const ROWS = 50;
  const SHOWN = 3;
  let printing = null;

  function period({start, end}) {
    if (start === null && end === null) return "";
    const format = new Intl.DateTimeFormat(values.locale(), {year: "numeric", month: "short", timeZone: "UTC"});
    return [start, end].map(day => day === null ? "…" : format.format(new Date(day * model.DAY))).join(" – ");
  }

  function money({budget, currency}) {
    if (budget === null) return "";
    const style = /^[A-Z]{3}$/.test(currency ?? "") ? {style: "currency", currency} : {};
    return number(budget, {...style, maximumFractionDigits: 0});
  }

  function places({cities}) {
    const names = cities.slice(0, SHOWN).map(({name}) => name).join(", ");
    const more = cities.length - SHOWN;
    return more > 0 ? `${names} ${words("overview.more", {n: number(more)})}` : names;
  }

  const amount = (name, by) => ({name, by, cell: project => number(by(project)), numeric: true, class: "amount"});

  /* Each column: what it is sorted by, and what it shows. Numbers are sorted from the largest at first. */
  const COLUMNS = [
    {name: "project", by: ({title}) => title, cell: title, head: true},
    {name: "programme", by: ({programme}) => programme || null, cell: ({programme}) => programme},
    {name: "period", by: ({start, years}) => start ?? (years && model.dayOf(years[0])), cell: period, class: "nowrap"},
    {name: "cities", by: ({cities}) => cities.length, cell: places, numeric: true},
    amount("packages", ({packages}) => packages),
    amount("events", ({events}) => events),
    amount("deliverables", ({deliverables}) => deliverables.length),
    {name: "budget", by: ({budget}) => budget, cell: money, numeric: true, class: "amount nowrap"},
    amount("warnings", ({warnings}) => warnings),
  ];

  function title({title, acronym, key}) {
    return [
      element("a", {href: factsheet.address(key)}, title),
      acronym && acronym !== title ? element("span", {class: "acronym"}, acronym) : null,
    ];
  }

  /** Projects in the order of a column; what is not known comes last either way. */
  function sorted(projects, {sort, down}) {
    const column = COLUMNS.find(({name}) => name === sort);
    if (!column) return projects;
    const compare = new Intl.Collator(factsheet.language, {numeric: true}).compare;
    const keyed = projects.map(project => [column.by(project), project]);
    keyed.sort(([a, p], [b, q]) => {
      if (a === null || b === null) return (a === null) - (b === null) || p.number - q.number;
      const order = typeof a === "string" ? compare(a, b) : a - b;
      return (down ? -order : order) || p.number - q.number;
    });
    return keyed.map(([, project]) => project);
  }

  /** Draw the table; `changed(part of the filters)` is called for another order or page. */
  function show(filters, {projects}, changed) {
    const order = sorted(projects, filters);
    const pages = Math.max(1, Math.ceil(order.length / ROWS));
    const page = Math.min(filters.page, pages);
    const body = element("tbody", {});
    const fill = rows => body.replaceChildren(...rows.map(row));
    const part = order.slice((page - 1) * ROWS, page * ROWS);
    fill(part);
    // On paper there are no pages to turn.
    printing = full => fill(full ? order : part);
    const table = element("table", {class: "projects"},
      element("caption", {class: "hidden-text"}, words("overview.table")),
      element("thead", {}, element("tr", {}, COLUMNS.map(column => header(column, filters, changed)))), body);
    const host = document.getElementById("overview-table");
    const focused = host.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    host.replaceChildren(
      projects.length ? parts.scrolled("overview.table", table) : parts.nothing("overview.nothing"),
      turner(page, pages, order, changed));
    if (focused) host.querySelector(`[data-focus="${focused}"]`)?.focus();
  }

  function header({name, numeric}, {sort, down}, changed) {
    const active = sort === name;
    const next = active ? {sort: name, down: !down} : {sort: name, down: Boolean(numeric)};
    return element("th", {scope: "col", "aria-sort": active ? (down ? "descending" : "ascending") : null},
      element("button", {type: "button", "data-focus": "sort-" + name, onclick: () => changed({...next, page: 1})},
        words("overview." + name),
        element("span", {class: "arrow", "aria-hidden": "true"}, active ? (down ? "▼" : "▲") : "↕")));
  }

  const row = project => element("tr", {}, COLUMNS.map(({cell, head, class: name}) =>
    element(head ? "th" : "td", {scope: head ? "row" : null, class: name}, cell(project))));

  function turner(page, pages, order, changed) {
    const to = (target, key, name, disabled) => element("button", {
      type: "button", "data-focus": name, "aria-disabled": disabled ? "true" : null,
      onclick: () => { if (!disabled) changed({page: target}); },
    }, words(key));
    const all = order.length, first = (page - 1) * ROWS + 1, last = Math.min(page * ROWS, all);
    const told = {first: number(first), last: number(last), all: number(all)};
    const button = {type: "button", "data-focus": "csv", onclick: () => download(order)};
    return element("div", {class: "turner"},
      pages > 1 ? element("nav", {"aria-label": words("overview.pages")},
        to(page - 1, "overview.previous", "previous", page === 1),
        element("span", {}, words("overview.rows", told)),
        to(page + 1, "overview.next", "next", page === pages)) : null,
      all ? element("button", button, words("overview.csv")) : null);
  }

  const day = value => value === null ? "" : new Date(value * model.DAY).toISOString().slice(0, 10);

  /* The columns of the CSV file: of cities all, dates as ISO days. */
  const FILE = {
    id: ({key}) => key, title: ({title}) => title, acronym: ({acronym}) => acronym,
    programme: ({programme}) => programme, start: ({start}) => day(start), end: ({end}) => day(end),
    cities: ({cities}) => cities.map(({name, country}) => `${name} (${country})`).join("; "),
    work_packages: ({packages}) => packages, events: ({events}) => events,
    deliverables: ({deliverables}) => deliverables.length, budget: ({budget}) => budget,
    currency: ({currency}) => currency, warnings: ({warnings}) => warnings,
  };

  /* Where a spreadsheet would begin a formula: at the start of a cell, and of what it takes for one where another
     sign than the comma parts cells. Blanks, quotes and what can't be seen may stand before it; signs may be wide. */
  const SIGNS = "=+\\-@\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20\u2212";
  const FORMULA = new RegExp(`(^|[;\\t\\r\\n])((?:(?![;\\t\\r\\n])[\\s"'\\p{C}\\p{Z}])*)(?=[${SIGNS}])`, "gu");

  /** A cell of CSV: what a spreadsheet would take for a formula is told as text. */
  function quoted(value) {
    const text = typeof value === "string" ? value.replace(FORMULA, "$1'$2").replace(/^(?=[\t\r])/, "'") : value;
    return `"${String(text ?? "").replaceAll('"', '""')}"`;
  }

  /** Save the rows as CSV, as a spreadsheet reads it. */
  function download(projects) {
    const rows = [Object.keys(FILE), ...projects.map(project => Object.values(FILE).map(told => told(project)))];
    const text = "\ufeff" + rows.map(row => row.map(quoted).join(",") + "\r\n").join("");
    const href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
    element("a", {download: "projects.csv", href}).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }

  addEventListener("beforeprint", () => printing?.(true));
  addEventListener("afterprint", () => printing?.(false));
  return {show, quoted};
})();
