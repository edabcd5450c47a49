"use strict";
/* The axis of the timeline, and the projects that were running. */
overview.axis = (() => {
  const {element, words, number, values} = factsheet;
  const {model, parts: {pixels}} = overview;
  const GUTTER = 112, RIGHT = 14, HEIGHT = 24, AREA = 40, ROOM = 14;
  const LABEL = 36, SOME_MONTHS = 260, ALL_MONTHS = 400;    // pixels a year that a label, its quarters, its months need

  /** Where days lie on a picture: {from, to, start, end, left, width, x}; years of a width in pixels. */
  function scale(from, to, wide) {
    const start = model.dayOf(from), end = model.dayOf(to + 1), width = Math.max(1, wide - GUTTER - RIGHT);
    const x = day => GUTTER + (Math.max(start, Math.min(end, day)) - start) / (end - start) * width;
    return {from, to, start, end, right: GUTTER + width, perYear: width / (to - from + 1), x};
  }

  /** The years of the axis: those chosen, and where none are, those of the projects; or null. */
  function years({from, to}, projects) {
    const spans = projects.filter(({start, end}) => start !== null || end !== null);
    const known = (spans.length ? spans : projects).map(({years}) => years).filter(Boolean);
    const first = from ?? Math.min(...known.map(([year]) => year));
    const last = to ?? Math.max(...known.map(([, year]) => year));
    return Number.isFinite(first) && Number.isFinite(last) && first <= last ? [first, last] : null;
  }

  /** How many projects ran in each year, as steps: [height, shapes]. */
  function running(projects, {from, to, right, x}) {
    const counts = [];
    for (let year = from; year <= to; year++) {
      counts.push(projects.filter(({years}) => years && years[0] <= year && years[1] >= year).length);
    }
    const most = Math.max(...counts), peak = counts.indexOf(most);
    if (!most) return [0, []];
    const at = index => x(model.dayOf(from + index));
    const y = count => pixels(AREA - count / most * (AREA - ROOM));
    const steps = counts.map((count, index) => `L${pixels(at(index))} ${y(count)}H${pixels(at(index + 1))}`);
    return [AREA, [
      element("path", {class: "running", d: `M${at(0)} ${AREA}${steps.join("")}V${AREA}Z`}),
      element("line", {class: "rule", x1: 0, x2: right, y1: AREA, y2: AREA}),
      element("text", {class: "row", x: 0, y: AREA - 8}, words("overview.running")),
      element("text", {class: "value", x: pixels((at(peak) + at(peak + 1)) / 2), y: 11}, number(most)),
    ]];
  }

  /** Lines at years, and at months where there is room, down to the labels: [height, shapes]. */
  function ticks({from, to, perYear, x}, bottom) {
    const step = [1, 2, 5, 10, 20, 50].find(years => years * perYear >= LABEL) ?? 100;
    const format = new Intl.DateTimeFormat(values.locale(), {month: "short", timeZone: "UTC"});
    const months = perYear >= SOME_MONTHS;
    const tick = (day, text, name, wide) => [
      element("path", {class: `tick ${name}`, d: `M${pixels(x(day))} 0V${bottom + (text ? 5 : 0)}`}),
      text && element("text", {class: "year", x: pixels(x(day) + wide / 2), y: bottom + 17}, text)];
    const found = [];
    for (let year = from; year <= to; year++) {
      const told = year % step === 0 || to - from < step;
      found.push(tick(model.dayOf(year), told ? String(year) : null, "", months ? perYear / 12 : perYear));
      for (let month = 1; months && month < 12; month++) {
        const day = model.dayOf(year, month);
        const named = perYear >= ALL_MONTHS || month % 3 === 0;
        found.push(tick(day, named ? format.format(new Date(day * model.DAY)) : null, "month", perYear / 12));
      }
    }
    return [HEIGHT, found.flat().filter(Boolean)];
  }

  return {scale, years, running, ticks};
})();
