"use strict";
/* The facts of a project as objects, and the text that they stand in.

   A fact is {id, kind, start, end, text, section, row, rule}: kind is one of `factsheet.facts.KINDS`, section the number
   of its section (0 is the overview), row what the output says of it. Offsets count code points, as in the output. */
factsheet.facts = (() => {
  const KINDS = ["header", "package", "city", "date", "count", "deliverable", "warning"];
  const MARKED = KINDS.filter(kind => kind !== "package");
  const LISTS = {cities: "city", dates: "date", counts: "count", deliverables: "deliverable"};

  /** Text by code points; what is between its pieces is not known. */
  class Text {
    constructor(pieces) {
      this.pieces = pieces.map(([start, text]) => {
        const points = /[\ud800-\udbff]/.test(text) ? Array.from(text) : text;
        return {start, end: start + points.length, points};
      });
    }
    /** The known stretches of [start, end): {start, end, text}. */
    *within(start, end) {
      for (const piece of this.pieces) {
        const from = Math.max(start, piece.start), to = Math.min(end, piece.end);
        if (from < to) yield {start: from, end: to, text: this.cut(piece, from, to)};
      }
    }
    slice(start, end) {
      return [...this.within(start, end)].map(piece => piece.text).join("");
    }
    /** Where words stand, all their places. */
    *find(wanted) {
      if (!wanted) return;
      for (const piece of this.pieces) {
        const text = this.cut(piece, piece.start, piece.end);
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
          const start = piece.start + length(text.slice(0, at));
          yield {start, end: start + length(wanted)};
        }
      }
    }
    cut(piece, start, end) {
      const points = piece.points.slice(start - piece.start, end - piece.start);
      return typeof points === "string" ? points : points.join("");
    }
  }

  /** The number of code points of a string. */
  const length = text => Array.from(text).length;

  /** All facts of a project, in the order of the text within each section. */
  function collect(project, text) {
    const {columns, rules} = factsheet.page;
    const facts = [];
    const taken = new Set();
    const add = (name, fact) => {
      let id = name;
      for (let again = 2; taken.has(id); again++) id = `${name}~${again}`;
      taken.add(id);
      facts.push({id, ...fact});
    };
    project.warnings.forEach(([code, message, start, end]) => {
      add(`warning:${code}`, {kind: "warning", start, end, row: {code, message}, section: sectionAt(project, start)});
    });
    for (const [field, [start, end, rule, value]] of Object.entries(project.header)) {
      add(`header:${field}`, {kind: "header", start, end, rule: rules[rule], row: {field, value}, section: sectionAt(project, start)});
    }
    project.sections.forEach((section, number) => {
      if (number > 0) {
        const [start, end] = section.segments[0] ?? [0, 0];
        const row = {number: section.number, label: section.label, title: section.title};
        add(`package:${section.number}`, {kind: "package", start, end, row, section: number});
      }
      const found = [];
      for (const [list, kind] of Object.entries(LISTS)) {
        for (const values of section[list]) {
          const row = Object.fromEntries(columns[list].map((column, at) => [column, values[at]]));
          found.push({kind, start: row.start, end: row.end, rule: rules[row.rule], row, section: number});
        }
      }
      found.sort((a, b) => a.start - b.start || b.end - a.end);
      for (const fact of found) add(`${fact.kind}:${fact.start}-${fact.end}`, fact);
    });
    for (const fact of facts) {
      fact.text = fact.kind === "package" ? "" : text.slice(fact.start ?? 0, fact.end ?? 0);
    }
    return facts;
  }

  /** The number of the section that holds an offset; the overview where none does. */
  function sectionAt(project, at) {
    const found = project.sections.findIndex(s => s.segments.some(([start, end]) => start <= at && at < end));
    return Math.max(found, 0);
  }

  /** Cut [start, end) where a fact begins or ends: [{start, end, facts}], the outermost fact first. */
  function split(start, end, facts) {
    const inside = facts.filter(fact => fact.start < end && fact.end > start && fact.start < fact.end)
      .sort((a, b) => a.start - b.start);
    const borders = new Set([start, end]);
    for (const fact of inside) {
      borders.add(Math.max(start, fact.start));
      borders.add(Math.min(end, fact.end));
    }
    const ordered = [...borders].sort((a, b) => a - b);
    const runs = [];
    let open = [], next = 0;
    for (let at = 0; at + 1 < ordered.length; at++) {
      const [from, to] = [ordered[at], ordered[at + 1]];
      open = open.filter(fact => fact.end > from);
      while (next < inside.length && inside[next].start <= from) open.push(inside[next++]);
      runs.push({start: from, end: to, facts: [...open].sort(outermost)});
    }
    return runs;
  }

  const outermost = (a, b) =>
    (b.end - b.start) - (a.end - a.start) || MARKED.indexOf(b.kind) - MARKED.indexOf(a.kind);

  /** The facts that a fact names: a deliverable's cities and dates; and those that name it. */
  function links(fact, facts) {
    const near = facts.filter(other => other.section === fact.section);
    const names = (deliverable, other) => other.kind === "city" ? deliverable.row.cities.includes(other.row.name)
      : other.kind === "date" && deliverable.row.dates.includes(other.row.value);
    if (fact.kind === "deliverable") {
      const found = [];
      for (const [names, kind, value] of [[fact.row.cities, "city", "name"], [fact.row.dates, "date", "value"]]) {
        for (const name of names) {
          const all = near.filter(other => other.kind === kind && other.row[value] === name);
          // One name may stand in several places: the one nearest to the deliverable is meant.
          all.sort((a, b) => distance(a, fact) - distance(b, fact));
          if (all.length) found.push(all[0]);
        }
      }
      return found;
    }
    if (fact.kind !== "city" && fact.kind !== "date") return [];
    return near.filter(other => other.kind === "deliverable" && names(other, fact)
      && links(other, near).includes(fact));
  }

  const distance = (a, b) => Math.max(a.start - b.end, b.start - a.end, 0);

  return {KINDS, MARKED, Text, collect, split, links, length, sectionAt};
})();
