"use strict";
/* What a reader says of the facts, kept in this browser, and as a gold file that `factsheet evaluate` reads.

   Corrections are {facts: {id: {verdict, row}}, added: [{id, kind, start, end, row, draft}]}; a verdict is "accepted",
   "rejected" or "changed", the last with the values that are right; a draft is a fact that is still being described.
   They are kept by the hash of the source, so that they outlast a new report. Storing is done when `save` returns, as far
   as a page can tell: what the browser loses within the next milliseconds (a private window that is loaded again, a
   crash) no page can hold. */
factsheet.corrections = (() => {
  const {kept} = factsheet;
  const FIELDS = {
    title: "title", acronym: "acronym", start_date: "start", end_date: "end", programme: "programme", budget: "budget",
    currency: "currency", cofinancing_rate: "cofinancing_rate", partner_count: "partner_count",
  };
  const LISTS = {city: "cities", date: "dates", count: "counts", deliverable: "deliverables"};
  const place = project => "corrections:" + project.sha256;

  function load(project) {
    try {
      const read = JSON.parse(kept.get(place(project)) ?? "{}");
      return {facts: read.facts ?? {}, added: read.added ?? []};
    } catch {
      return {facts: {}, added: []};
    }
  }

  /** Keep them, but no drafts; whether that lasts beyond this page. */
  function save(project, corrections) {
    const said = {...corrections, added: corrections.added.filter(added => !added.draft)};
    if (isEmpty(said)) {
      kept.remove(place(project));
      return true;
    }
    return kept.set(place(project), JSON.stringify(said));
  }

  const isEmpty = corrections => !Object.keys(corrections.facts).length && !corrections.added.length;

  /** The facts as corrected, those added at their place; each with its verdict, "added", or null. */
  function apply(facts, corrections, project, text) {
    const corrected = facts.map(fact => {
      const said = corrections.facts[fact.id];
      return {...fact, row: {...fact.row, ...said?.row}, verdict: said?.verdict ?? null};
    });
    for (const added of corrections.added) {
      const section = factsheet.facts.sectionAt(project, added.start);
      corrected.push({...added, text: text.slice(added.start, added.end), section, verdict: "added"});
    }
    return corrected;
  }

  /** Whether gold has a place for a fact. */
  const correctable = fact => fact.kind === "header" ? fact.row.field in FIELDS : fact.kind !== "warning";

  /** Corrected facts as gold: those not looked at are optional, neither required nor punished. */
  function gold(project, text, facts) {
    const right = facts.filter(fact => correctable(fact) && fact.verdict !== "rejected" && !fact.draft);
    const made = {
      doc: stem(project),
      language: project.language ?? "",
      fields: Object.fromEntries(Object.values(FIELDS).map(field => [field, null])),
      work_packages: [], cities: [], dates: [], counts: [], deliverables: [],
    };
    for (const fact of right) {
      const opt = fact.verdict === null;
      if (fact.kind === "header") {
        if (!opt) made.fields[FIELDS[fact.row.field]] = fact.row.value;
      } else if (fact.kind === "package") {
        made.work_packages.push(...packages(project, text, fact, opt));
      } else {
        const at = {start: fact.start, end: fact.end, text: fact.text, opt};
        made[LISTS[fact.kind]].push({...at, ...values(fact)});
      }
    }
    for (const list of ["work_packages", ...Object.values(LISTS)]) {
      made[list].sort((a, b) => a.start - b.start || a.end - b.end);
    }
    return made;
  }

  function packages(project, text, fact, opt) {
    const segments = fact.verdict === "added" ? [[fact.start, fact.end]] : project.sections[fact.section].segments;
    const {number, label, title} = fact.row;
    return segments.map(([start, end]) => {
      const heading = [...text.within(start, Math.min(end, start + 500))].map(piece => piece.text).join("");
      const words = [title, number].find(part => part && heading.includes(part));
      const heading_end = words
        ? start + factsheet.facts.length(heading.slice(0, heading.indexOf(words) + words.length)) : start;
      return {number, label: label ?? "WP", title, start, heading_end, end, opt};
    });
  }

  function values({kind, row, text, start}) {
    const range = (low, high) => high === null || high === undefined ? low : [low, high];
    switch (kind) {
      case "city": return {name: row.name, country: row.country};
      case "date": return {value: row.value, mod: row.modifier};
      case "count": return {value: range(row.value, row.value_max), head: row.head};
      default: {
        const head = Math.max(0, headAt(text, row.head));
        const {kind, status, action, count, cities, dates} = row;
        return {
          head: row.head, head_start: start + head, head_end: start + head + factsheet.facts.length(row.head),
          kind, status, action, count, cities, dates,
        };
      }
    }
  }

  /** Where the head noun stands in its phrase: as a word of its own if it does, else anywhere; -1 if nowhere. */
  function headAt(text, head) {
    const letter = /[\p{L}\p{N}]/u;
    let found = -1;
    for (let at = text.indexOf(head); head && at >= 0; at = text.indexOf(head, at + 1)) {
      if (found < 0) found = at;
      if (!letter.test(text[at - 1] ?? " ") && !letter.test(text[at + head.length] ?? " ")) {
        found = at;
        break;
      }
    }
    return found < 0 ? -1 : factsheet.facts.length(text.slice(0, found));
  }

  const stem = project => project.key.split("/").pop();

  /** Download one gold file, named as evaluate expects it beside the output. */
  function download(project, text, facts) {
    const json = JSON.stringify(gold(project, text, facts), null, 1) + "\n";
    const address = URL.createObjectURL(new Blob([json], {type: "application/json"}));
    const link = factsheet.element("a", {href: address, download: stem(project) + ".json"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  /** The projects of this page that have corrections. */
  function corrected() {
    return factsheet.page.projects.filter(([, file]) => !file)
      .map(([key]) => factsheet.project(key)).filter(project => !isEmpty(load(project)));
  }

  /** Download the gold of all of them. */
  function downloadAll() {
    for (const project of corrected()) {
      const text = new factsheet.facts.Text(project.pieces);
      download(project, text, apply(factsheet.facts.collect(project, text), load(project), project, text));
    }
  }

  return {load, save, apply, correctable, gold, headAt, download, downloadAll, corrected};
})();
