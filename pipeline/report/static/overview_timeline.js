"use strict";
/* The timeline: when which kind of thing was delivered. A few are marks, each as long as its date is wide; many are
   counted by year, and a click on a year shows its marks. Above them, how many projects were running. */
overview.timeline = (() => {
  const {element, words, number, values} = factsheet;
  const {axis, model, parts} = overview;
  const {pixels} = parts;
  const BARS = 38, ROOM = 18;            // the height of a row of bars, and its part that is left for the numbers
  const LANE = 11, MARK = 8, PAD = 7;
  const MARKS = 400, LANES = 80;         // more than these in all are counted

  let host = null, drawn = null;

  /** Draw what is selected; `changed(part of the filters)` is called when a year is clicked. */
  function show(filters, selection, changed) {
    if (!host) {
      host = document.getElementById("overview-timeline");
      new ResizeObserver(() => { if (drawn && host.clientWidth !== drawn.width) draw(); }).observe(host);
    }
    drawn = {filters, selection, changed};
    draw();
  }

  function draw() {
    const {filters, selection: {projects, deliverables}, changed} = drawn;
    drawn.width = host.clientWidth;
    if (!drawn.width) return;
    const years = axis.years(filters, projects);
    if (!years) {
      host.replaceChildren(parts.nothing("overview.undated"));
      return;
    }
    const scale = axis.scale(...years, drawn.width);
    const dated = deliverables.filter(({days}) => days.length);
    const seen = ([first, last]) => last >= scale.start && first < scale.end;
    const entries = dated.flatMap(deliverable => deliverable.days.filter(seen).map(days => ({deliverable, days})));
    const kinds = parts.grouped(entries, ({deliverable}) => deliverable.kind);
    const packed = entries.length <= MARKS ? new Map([...kinds].map(([kind, own]) => [kind, pack(own, scale)])) : null;
    const single = packed && [...packed.values()].reduce((sum, {lanes}) => sum + lanes, 0) <= LANES;
    const counts = single ? null : new Map([...kinds].map(([kind, own]) => [kind, count(own)]));
    const most = counts && Math.max(...[...counts.values()].flatMap(own => [...own.values()].map(told => told.length)));

    let [top, shapes] = axis.running(projects, scale);
    const rows = [];
    for (const kind of model.all().kinds.filter(kind => kinds.has(kind))) {
      const height = single ? packed.get(kind).lanes * LANE + 2 * PAD : BARS;
      rows.push(single ? marks(packed.get(kind).marks, top)
        : bars(kind, counts.get(kind), most, top + height, scale, changed));
      shapes.push(
        element("line", {class: "rule", x1: 0, x2: scale.right, y1: top + height, y2: top + height}),
        element("text", {class: "row", x: 0, y: top + (single ? height / 2 + 4 : height - 8)}, words("kind." + kind)),
        ...rows.at(-1));
      top += height;
    }
    const [below, lines] = axis.ticks(scale, top);
    const label = words("overview.timeline-label", {n: number(entries.length), from: scale.from, to: scale.to});
    const svg = element("svg", {class: "timeline", role: "group", "aria-label": label, height: top + below,
      viewBox: `0 0 ${drawn.width} ${top + below}`}, lines, shapes);
    const tip = parts.tip();
    interact(svg, rows, tip);
    const focused = host.contains(document.activeElement);
    const advice = single ? "by-mark" : scale.from === scale.to ? "many" : "by-year";
    host.replaceChildren(element("div", {class: "frame"}, svg, tip.node),
      notes(advice, deliverables.length, dated.length, dated.filter(({days}) => !days.some(seen)).length));
    if (focused) rows[0]?.[0].focus();
  }

  /** Marks in lanes, so that none covers another: {lanes, marks: [{deliverable, days, left, right, lane}, ...]}. */
  function pack(entries, {x}) {
    const ends = [];
    const marks = [...entries].sort((a, b) => a.days[0] - b.days[0] || a.days[1] - b.days[1]).map(entry => {
      const left = x(entry.days[0]), right = Math.max(x(entry.days[1] + 1), left + MARK);
      const free = ends.findIndex(end => end + 2 <= left);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = right;
      return {...entry, left, right, lane};
    });
    return {lanes: ends.length, marks};
  }

  const marks = (marks, top) => marks.map(({deliverable, days, left, right, lane}) => {
    const {kind, status, text, cities, project, start, end} = deliverable;
    const tell = words("overview.mark", {
      text, kind: words("one." + kind), status: words("status." + status), date: when(days), project: project.title,
      cities: cities.length ? `, ${cities.map(({name}) => name).join(", ")}` : "",
    });
    return item("link", tell, () => { location.href = factsheet.address(project.key, `deliverable:${start}-${end}`); },
      element("rect", {class: status === "done" ? "done" : "planned", x: pixels(left), width: pixels(right - left),
        y: top + PAD + lane * LANE + (LANE - MARK) / 2, height: MARK, rx: MARK / 2}));
  });

  /** The days of a date in words: a day, a month, a year, or from one to another. */
  function when([first, last]) {
    const [from, to, after] = [first, last, last + 1].map(day => new Date(day * model.DAY));
    const months = from.getUTCDate() === 1 && after.getUTCDate() === 1;
    const years = months && from.getUTCMonth() === 0 && after.getUTCMonth() === 0;
    const options = {timeZone: "UTC", year: "numeric", ...years || {month: "short"}, ...months || {day: "numeric"}};
    return new Intl.DateTimeFormat(values.locale(), options).formatRange(from, to);
  }

  /** What ended in each year: Map of year to deliverables. */
  function count(entries) {
    const told = new Set(entries.map(({deliverable}) => deliverable));
    const ends = [...told].flatMap(deliverable => deliverable.years.map(year => ({year, deliverable})));
    return new Map([...parts.grouped(ends, ({year}) => year)]
      .map(([year, ends]) => [year, ends.map(({deliverable}) => deliverable)]));
  }

  /** A bar a year, all kinds on one scale: what is done below, what is planned or under way above. */
  function bars(kind, counts, most, bottom, {from, to, x}, changed) {
    const each = (BARS - ROOM) / most;
    return [...counts].filter(([year]) => year >= from && year <= to).sort(([a], [b]) => a - b).map(([year, told]) => {
      const left = x(model.dayOf(year)) + 1, width = Math.max(3, x(model.dayOf(year + 1)) - left - 1);
      const bar = (name, lower, height) => height ? element("rect", {class: name, x: pixels(left), width: pixels(width),
        y: pixels(bottom - lower - height), height: pixels(Math.max(1, height))}) : null;
      const done = parts.done(told), open = told.length - done;
      const tell = {kind: words("kind." + kind), year, done: number(done), planned: number(open)};
      const figure = width > 7 * String(told.length).length ? element("text", {class: "value",
        x: pixels(left + width / 2), y: pixels(bottom - told.length * each - 3)}, number(told.length)) : null;
      return item("button", words("overview.bar", tell), () => changed({kinds: [kind], from: year, to: year, page: 1}),
        bar("target", 0, BARS), bar("done", 0, done * each), bar("planned", done * each, open * each), figure);
    });
  }

  function item(role, tell, act, ...shapes) {
    return element("g", {role, tabindex: "-1", "aria-label": tell, class: "item", onclick: act, onkeydown: event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    }}, shapes);
  }

  /** One stop of the tab key for all items; the arrows go from one to the next, and from row to row. */
  function interact(svg, rows, tip) {
    let current = rows[0]?.[0];
    current?.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", event => {
      const line = rows.findIndex(items => items.includes(event.target));
      if (line < 0) return;
      const row = rows[line], at = row.indexOf(event.target);
      const near = other => other?.[Math.min(other.length - 1, Math.round(at / row.length * other.length))];
      const goal = {
        ArrowRight: () => row[at + 1], ArrowLeft: () => row[at - 1], Home: () => row[0], End: () => row.at(-1),
        ArrowDown: () => near(rows[line + 1]), ArrowUp: () => near(rows[line - 1]),
      }[event.key];
      if (!goal) return;
      event.preventDefault();
      const target = goal();
      if (!target) return;
      current.setAttribute("tabindex", "-1");
      target.setAttribute("tabindex", "0");
      current = target;
      target.focus();
    });
    const point = event => {
      const target = event.target.closest?.(".item");
      if (target) tip.show(target.getAttribute("aria-label"), target.getBoundingClientRect());
      else tip.hide();
    };
    for (const name of ["pointerover", "focusin"]) svg.addEventListener(name, point);
    for (const name of ["pointerleave", "focusout"]) svg.addEventListener(name, tip.hide);
  }

  function notes(advice, all, dated, outside) {
    const key = name => element("span", {class: "key"},
      element("span", {class: `swatch ${name}`, "aria-hidden": "true"}), words("overview.key-" + name));
    const note = (name, told) => element("span", {}, words("overview." + name, told));
    return element("p", {class: "soft notes"}, key("done"), key("planned"),
      note("dated", {n: number(dated), all: number(all)}),
      outside ? note("outside", {n: number(outside)}) : null, note(advice));
  }

  return {show};
})();
