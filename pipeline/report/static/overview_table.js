"use strict";
/* The projects as a table: sorted by its headers, a page at a time, to be taken along as CSV. */
overview.table = (() => {
  const {element, words, number, values} = factsheet;
  const {model} = overview;
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

  /* Each column: what it is sorted by, and what it shows. Numbers are sorted from the largest at first. */
  const COLUMNS = [
    {name: "project", by: ({title}) => title, cell: title, head: true},
    {name: "programme", by: ({programme}) => programme || null, cell: ({programme}) => programme},
    {name: "period", by: ({years, start}) => start ?? (years ? model.dayOf(years[0]) : null), cell: period, class: "nowrap"},
    {name: "cities", by: ({cities}) => cities.length, cell: places, numeric: true},
    {name: "packages", by: ({packages}) => packages, cell: ({packages}) => number(packages), numeric: true, class: "amount"},
    {name: "events", by: ({events}) => events, cell: ({events}) => number(events), numeric: true, class: "amount"},
    {name: "deliverables", by: ({deliverables}) => deliverables.length, cell: ({deliverables}) => number(deliverables.length), numeric: true, class: "amount"},
    {name: "budget", by: ({budget}) => budget, cell: money, numeric: true, class: "amount nowrap"},
    {name: "warnings", by: ({warnings}) => warnings, cell: ({warnings}) => number(warnings), numeric: true, class: "amount"},
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
      projects.length ? element("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": words("overview.table")}, table)
        : element("p", {class: "empty"}, words("overview.nothing")),
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
    const first = (page - 1) * ROWS + 1, last = Math.min(page * ROWS, order.length);
    return element("div", {class: "turner"},
      pages > 1 ? element("nav", {"aria-label": words("overview.pages")},
        to(page - 1, "overview.previous", "previous", page === 1),
        element("span", {}, words("overview.rows", {first: number(first), last: number(last), all: number(order.length)})),
        to(page + 1, "overview.next", "next", page === pages)) : null,
      order.length ? element("button", {type: "button", "data-focus": "csv", onclick: () => download(order)}, words("overview.csv")) : null);
  }

  /** The rows as CSV for a spreadsheet: what looks like a formula is told as text. */
  function download(projects) {
    const day = value => value === null ? "" : new Date(value * model.DAY).toISOString().slice(0, 10);
    const cell = value => {
      const text = String(value ?? "");
      return `"${(typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;
    };
    const lines = [
      ["id", "title", "acronym", "programme", "start", "end", "cities", "work_packages", "events", "deliverables", "budget", "currency", "warnings"],
      ...projects.map(p => [p.key, p.title, p.acronym, p.programme, day(p.start), day(p.end),
        p.cities.map(({name, country}) => `${name} (${country})`).join("; "), p.packages, p.events, p.deliverables.length,
        p.budget, p.currency, p.warnings]),
    ].map(line => line.map(cell).join(","));
    const link = element("a", {download: "projects.csv", href: URL.createObjectURL(
      new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], {type: "text/csv"}))});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  addEventListener("beforeprint", () => printing?.(true));
  addEventListener("afterprint", () => printing?.(false));
  return {show};
})();
