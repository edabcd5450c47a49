"use strict";
/* The timeline: when which kind of thing was delivered. A few are marks, each as long as its date is wide; many are
   counted by year, and a click on a year shows its marks. Above them, how many projects were running. */
overview.timeline = (() => {
  const {element, words, number, values} = factsheet;
  const {model} = overview;
  const GUTTER = 112, RIGHT = 14, AXIS = 24, AREA = 40, BARS = 38, LANE = 11, PAD = 7;
  const MARKS = 400, LANES = 80;    // more than these in all are counted

  let host = null, drawn = null, rows = [];

  /** The days of a date in words: a day, a month, a year, or from one day to another. */
  function when([first, last]) {
    const a = new Date(first * model.DAY), b = new Date(last * model.DAY), after = new Date((last + 1) * model.DAY);
    const format = options => new Intl.DateTimeFormat(values.locale(), {timeZone: "UTC", ...options});
    const months = a.getUTCDate() === 1 && after.getUTCDate() === 1;
    const options = months && a.getUTCMonth() === 0 && after.getUTCMonth() === 0 ? {year: "numeric"}
      : months ? {year: "numeric", month: "short"} : {year: "numeric", month: "short", day: "numeric"};
    return format(options).formatRange(a, b);
  }

  /** Draw what is selected; `changed(part of the filters)` is called when a year is clicked. */
  function show(filters, selection, changed) {
    if (!host) {
      host = document.getElementById("overview-timeline");
      new ResizeObserver(() => { if (drawn && host.clientWidth && host.clientWidth !== drawn.width) draw(drawn); }).observe(host);
    }
    draw({filters, selection, changed});
  }

  function draw(shown) {
    const {filters, selection, changed} = shown;
    drawn = {...shown, width: host.clientWidth};
    if (!host.clientWidth) return;
    const range = years(filters, selection.projects);
    const dated = selection.deliverables.filter(({days}) => days.length);
    if (!range) {
      host.replaceChildren(element("p", {class: "empty"}, words("overview.undated")));
      return;
    }
    const [from, to] = range;
    const start = model.dayOf(from), end = model.dayOf(to + 1), width = host.clientWidth - GUTTER - RIGHT;
    const x = day => GUTTER + (Math.max(start, Math.min(end, day)) - start) / (end - start) * width;
    const entries = dated.flatMap(deliverable => deliverable.days
      .filter(([a, b]) => b >= start && a < end).map(days => ({deliverable, days})));
    const outside = dated.filter(({days}) => days.every(([a, b]) => b < start || a >= end)).length;
    const packed = entries.length <= MARKS ? pack(entries, x) : null;
    const byYear = !packed || [...packed.values()].reduce((sum, {lanes}) => sum + lanes, 0) > LANES;
    const counts = byYear ? count(entries) : null;
    const most = counts && Math.max(...[...counts.values()].flatMap(years => [...years.values()].map(told => told.length)));
    const tip = element("div", {class: "tip", hidden: true, "aria-hidden": "true"});
    const svg = element("svg", {class: "timeline", role: "group", "aria-label": words("overview.timeline-label",
      {n: number(entries.length), from, to})});
    rows = [];
    let top = area(svg, selection.projects, from, to, x);
    for (const kind of model.all().kinds) {
      if (!entries.some(({deliverable}) => deliverable.kind === kind)) continue;
      const height = byYear ? BARS : packed.get(kind).lanes * LANE + 2 * PAD;
      svg.append(
        element("line", {class: "rule", x1: 0, x2: GUTTER + width, y1: top + height, y2: top + height}),
        element("text", {class: "row", x: 0, y: byYear ? top + height - 8 : top + height / 2 + 4}, words("kind." + kind)));
      rows.push(byYear ? bars(kind, counts.get(kind), {most, from, to, top, height, x, changed}) : marks(packed.get(kind), top, x));
      svg.append(...rows.at(-1));
      top += height;
    }
    axis(svg, from, to, top, x, width);
    svg.setAttribute("viewBox", `0 0 ${host.clientWidth} ${top + AXIS}`);
    svg.setAttribute("height", top + AXIS);
    interact(svg, tip);
    const focused = host.contains(document.activeElement);
    host.replaceChildren(element("div", {class: "frame"}, svg, tip), notes(byYear ? (from === to ? "many" : "by-year") : "by-mark", selection, dated.length, outside));
    if (focused) rows[0]?.[0].focus();
  }

  /** The years of the axis: those chosen, and where none are, those of the projects. */
  function years({from, to}, projects) {
    const spans = projects.filter(({start, end}) => start !== null || end !== null);
    const known = (spans.length ? spans : projects).map(({years}) => years).filter(Boolean);
    const first = from ?? Math.min(...known.map(([a]) => a)), last = to ?? Math.max(...known.map(([, b]) => b));
    return Number.isFinite(first) && Number.isFinite(last) && first <= last ? [first, last] : null;
  }

  /** Marks of each kind in lanes, so that none covers another: Map of kind to {lanes, marks}. */
  function pack(entries, x) {
    const kinds = new Map();
    for (const entry of [...entries].sort((a, b) => a.days[0] - b.days[0] || a.days[1] - b.days[1])) {
      const left = x(entry.days[0]), right = Math.max(x(entry.days[1] + 1), left + 8);
      if (!kinds.has(entry.deliverable.kind)) kinds.set(entry.deliverable.kind, {lanes: 0, ends: [], marks: []});
      const row = kinds.get(entry.deliverable.kind);
      let lane = row.ends.findIndex(end => end + 2 <= left);
      if (lane < 0) lane = row.lanes++;
      row.ends[lane] = right;
      row.marks.push({...entry, left, right, lane});
    }
    return kinds;
  }

  const marks = ({marks}, top) => marks.map(({deliverable, days, left, right, lane}) => {
    const {kind, status, text, cities, project, start, end} = deliverable;
    const tell = words("overview.mark", {
      text, kind: words("one." + kind), status: words("status." + status), date: when(days), project: project.title,
      cities: cities.length ? `, ${cities.map(({name}) => name).join(", ")}` : "",
    });
    return item("link", tell, [status === "done" ? "done" : "planned", kind === "event" ? "event" : ""],
      () => { location.href = factsheet.address(project.key, `deliverable:${start}-${end}`); },
      element("rect", {x: left.toFixed(1), y: top + PAD + lane * LANE + 1.5, width: (right - left).toFixed(1), height: 8, rx: 4}));
  });

  /** What of each kind ended in each year: Map of kind to Map of year to deliverables. */
  function count(entries) {
    const kinds = new Map();
    for (const deliverable of new Set(entries.map(({deliverable}) => deliverable))) {
      if (!kinds.has(deliverable.kind)) kinds.set(deliverable.kind, new Map());
      const years = kinds.get(deliverable.kind);
      for (const year of deliverable.years) years.set(year, [...years.get(year) ?? [], deliverable]);
    }
    return kinds;
  }

  /** A bar a year, all kinds on one scale: what is done below, what is planned or under way above. */
  function bars(kind, counts, {most, from, to, top, height, x, changed}) {
    const scale = (height - 18) / most;
    const found = [];
    for (let year = from; year <= to; year++) {
      const told = counts.get(year);
      if (!told) continue;
      const done = told.filter(({status}) => status === "done").length, open = told.length - done;
      const left = x(model.dayOf(year)) + 1, wide = Math.max(3, x(model.dayOf(year + 1)) - left - 1);
      const bar = (name, lower, n) => n ? element("rect", {class: name, x: left.toFixed(1), width: wide.toFixed(1),
        y: (top + height - (lower + n) * scale).toFixed(1), height: Math.max(1, n * scale).toFixed(1)}) : null;
      const tell = words("overview.bar", {kind: words("kind." + kind), year, done: number(done), planned: number(open)});
      found.push(item("button", tell, [kind === "event" ? "event" : ""],
        () => changed({kinds: [kind], from: year, to: year, page: 1}),
        element("rect", {class: "target", x: left.toFixed(1), width: wide.toFixed(1), y: top, height}),
        bar("done", 0, done), bar("planned", done, open),
        wide > 7 * String(told.length).length ? element("text", {class: "value", x: (left + wide / 2).toFixed(1),
          y: (top + height - told.length * scale - 3).toFixed(1)}, number(told.length)) : null));
    }
    return found;
  }

  const item = (role, tell, names, act, ...shapes) => {
    const made = element("g", {role, tabindex: "-1", "aria-label": tell, class: ["item", ...names].filter(Boolean).join(" ")}, shapes);
    made.addEventListener("click", act);
    made.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
    });
    return made;
  };

  /** How many projects ran in each year, as steps. Returns where the next row begins. */
  function area(svg, projects, from, to, x) {
    const running = year => projects.filter(({years}) => years && years[0] <= year && years[1] >= year).length;
    const counts = [];
    for (let year = from; year <= to; year++) counts.push(running(year));
    const most = Math.max(...counts);
    if (!most) return 0;
    const y = count => (AREA - count / most * (AREA - 14)).toFixed(1);
    const steps = counts.map((count, at) => `L${x(model.dayOf(from + at)).toFixed(1)} ${y(count)}H${x(model.dayOf(from + at + 1)).toFixed(1)}`);
    const peak = counts.indexOf(most);
    svg.append(
      element("path", {class: "running", d: `M${x(model.dayOf(from))} ${AREA}${steps.join("")}V${AREA}Z`}),
      element("line", {class: "rule", x1: 0, x2: x(model.dayOf(to + 1)), y1: AREA, y2: AREA}),
      element("text", {class: "row", x: 0, y: AREA - 8}, words("overview.running")),
      element("text", {class: "value", x: ((x(model.dayOf(from + peak)) + x(model.dayOf(from + peak + 1))) / 2).toFixed(1), y: 11}, number(most)));
    return AREA;
  }

  function axis(svg, from, to, bottom, x, width) {
    const perYear = width / (to - from + 1);
    const step = [1, 2, 5, 10, 20, 50, 100].find(years => years * perYear >= 36) ?? 200;
    const tick = (day, text, name, wide) => [
      element("line", {class: "tick " + name, x1: x(day).toFixed(1), x2: x(day).toFixed(1), y1: 0, y2: bottom + (text ? 5 : 0)}),
      text ? element("text", {class: "year", x: (x(day) + wide / 2).toFixed(1), y: bottom + 17}, text) : null];
    const found = [];
    for (let year = from; year <= to; year++) {
      const told = year % step === 0 || to - from < step;
      const months = perYear >= 260;
      if (months) {
        for (let month = 1; month < 12; month++) {
          const day = model.dayOf(year, month);
          const name = new Intl.DateTimeFormat(values.locale(), {month: "short", timeZone: "UTC"}).format(new Date(day * model.DAY));
          found.push(tick(day, perYear >= 400 || month % 3 === 0 ? name : "", "month", perYear / 12));
        }
      }
      found.push(tick(model.dayOf(year), told ? String(year) : "", "", months ? perYear / 12 : Math.min(perYear * step, perYear)));
    }
    svg.prepend(...found.flat().filter(Boolean));
  }

  /** One stop of the tab key for all items; the arrows go from one to the next, and from row to row. */
  function interact(svg, tip) {
    const first = rows[0]?.[0];
    first?.setAttribute("tabindex", "0");
    let current = first;
    const go = target => {
      if (!target) return;
      current.setAttribute("tabindex", "-1");
      target.setAttribute("tabindex", "0");
      current = target;
      target.focus();
    };
    svg.addEventListener("keydown", event => {
      const row = rows.find(items => items.includes(event.target));
      if (!row) return;
      const at = row.indexOf(event.target), line = rows.indexOf(row);
      const near = other => other && other[Math.min(other.length - 1, Math.round(at / row.length * other.length))];
      const target = {ArrowRight: () => row[at + 1], ArrowLeft: () => row[at - 1], ArrowDown: () => near(rows[line + 1]),
        ArrowUp: () => near(rows[line - 1]), Home: () => row[0], End: () => row.at(-1)}[event.key];
      if (!target) return;
      event.preventDefault();
      go(target());
    });
    const point = event => {
      const target = event.target.closest?.(".item");
      tip.hidden = !target;
      if (!target) return;
      tip.textContent = target.getAttribute("aria-label");
      const box = target.getBoundingClientRect(), frame = svg.getBoundingClientRect();
      const left = Math.min(box.left - frame.left, frame.width - tip.offsetWidth - 4);
      tip.style.left = `${Math.max(0, left)}px`;
      tip.style.top = `${box.bottom - frame.top + 6}px`;
    };
    for (const name of ["pointerover", "focusin"]) svg.addEventListener(name, point);
    for (const name of ["pointerleave", "focusout"]) svg.addEventListener(name, () => { tip.hidden = true; });
  }

  function notes(advice, {deliverables}, dated, outside) {
    const key = (name, text) => element("span", {class: "key"}, element("span", {class: "swatch " + name, "aria-hidden": "true"}), words(text));
    return element("p", {class: "soft notes"}, key("done", "overview.key-done"), key("planned", "overview.key-planned"),
      element("span", {}, words("overview.dated", {n: number(dated), all: number(deliverables.length)})),
      outside ? element("span", {}, words("overview.outside", {n: number(outside)})) : null,
      element("span", {}, words("overview." + advice)));
  }

  return {show};
})();
