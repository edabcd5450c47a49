"use strict";
/* The facts beside the text: switches for the classes, and the list, each fact with what may be said of it. */
factsheet.panel = (() => {
  const {element, words, values, facts: model} = factsheet;
  const SIGNS = {accepted: "✓", rejected: "✗", changed: "✎", added: "+"};
  let rows = new Map();  // id -> element of the list

  /** Draw the switches of the classes that the project has facts of. */
  function drawClasses(open, changed) {
    const counts = new Map();
    for (const fact of open.facts) counts.set(fact.kind, (counts.get(fact.kind) ?? 0) + 1);
    const switches = model.KINDS.filter(kind => kind !== "package" && counts.has(kind)).map(kind => {
      const box = element("input", {type: "checkbox", checked: !open.off.has(kind), value: kind});
      box.addEventListener("change", () => {
        open.off[box.checked ? "delete" : "add"](kind);
        changed();
      });
      return element("label", {class: `switch ${kind}`}, box, badge(kind), " ",
        element("span", {class: `sample in-${kind}`}, words("classes." + kind)), " ",
        element("span", {class: "number"}, factsheet.number(counts.get(kind))));
    });
    const legend = element("legend", {class: "hidden-text"}, words("project.classes"));
    document.getElementById("classes").replaceChildren(legend, ...switches);
  }

  const badge = kind => element("span", {class: `badge ${kind}`, "aria-hidden": "true"}, words("badge." + kind));

  /** Draw the list. `act` is {choose(fact), judge(fact, verdict), change(fact), changed(fact, row), remove(fact)}. */
  function draw(open, act) {
    rows = new Map();
    const groups = [];
    const add = (name, facts, number) => {
      const shown = facts.filter(fact => !open.off.has(fact.kind));
      if (!shown.length) return;
      groups.push(element("h3", {}, name),
        element("ul", {class: "facts", "data-section": number}, shown.map(fact => drawFact(fact, open, act))));
    };
    add(words("classes.warning"), open.facts.filter(fact => fact.kind === "warning"));
    add(words("classes.header"), open.facts.filter(fact => fact.kind === "header"));
    open.project.sections.forEach((section, number) => {
      const here = open.facts.filter(
        fact => fact.section === number && fact.kind !== "header" && fact.kind !== "warning");
      here.sort((a, b) => (a.kind !== "package") - (b.kind !== "package") || a.start - b.start || b.end - a.end);
      const name = number ? values.package(open.packages.get(number)?.row ?? section) : words("project.overview");
      add(name, here, number);
    });
    document.getElementById("facts").replaceChildren(...groups);
  }

  /** Draw one fact again. */
  function redraw(id, open, act) {
    const row = rows.get(id), fact = open.facts.find(fact => fact.id === id);
    if (row && fact) row.replaceWith(drawFact(fact, open, act));
  }

  function drawFact(fact, open, act) {
    const chosen = open.chosen === fact.id;
    const more = values.more(fact);
    const head = element("button", {type: "button", class: "fact-head", "aria-expanded": String(chosen)},
      badge(fact.kind),
      element("span", {class: "what"},
        element("span", {class: "hidden-text"}, words("class." + fact.kind) + ": "),
        element("span", {class: "value"}, values.fact(fact)),
        more && element("span", {class: "more"}, more)),
      fact.verdict && element("span", {class: `verdict ${fact.verdict}`, title: words("verdict." + fact.verdict)},
        element("span", {"aria-hidden": "true"}, SIGNS[fact.verdict]),
        element("span", {class: "hidden-text"}, words("verdict." + fact.verdict))));
    head.addEventListener("click", () => act.choose(chosen ? null : fact));
    const row = element("li", {class: ["fact", fact.kind, fact.verdict, chosen ? "chosen" : ""].filter(Boolean).join(" ")},
      head, chosen ? drawDetail(fact, open, act) : null);
    rows.set(fact.id, row);
    return row;
  }

  function drawDetail(fact, open, act) {
    if (open.editing === fact.id) {
      const form = factsheet.editor.form(fact, open, row => act.changed(fact, row));
      return element("div", {class: "detail"}, quote(fact), form);
    }
    const told = values.details(fact);
    const linked = model.links(fact, open.facts);
    return element("div", {class: "detail"},
      quote(fact),
      told.length ? element("dl", {}, told.flatMap(([label, text]) => [
        element("dt", {}, label), element("dd", {}, text)])) : null,
      linked.length ? element("p", {class: "links"}, words("project.see"), " ", linked.flatMap(other => [
        element("button", {type: "button", class: "link", onclick: () => act.choose(other)}, badge(other.kind), " ", values.fact(other)),
        " "])) : null,
      fact.rule ? element("p", {class: "rule"}, words("project.rule"), " ", element("code", {}, fact.rule),
        factsheet.reading.meaning(fact.rule)) : null,
      actions(fact, act));
  }

  const quote = fact => fact.text && fact.kind !== "package"
    ? element("blockquote", {lang: factsheet.open.project.language}, fact.text.replace(/\s+/g, " ")) : null;

  function actions(fact, act) {
    if (!factsheet.corrections.correctable(fact)) return null;
    const button = (key, does, pressed) => element("button",
      {type: "button", class: key, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: does},
      element("span", {"aria-hidden": "true"}, {accept: "✓ ", reject: "✗ ", change: "✎ ", remove: "✗ "}[key] ?? ""),
      words("correct." + key));
    if (fact.verdict === "added") {
      return element("p", {class: "actions"}, button("change", () => act.change(fact)), button("remove", () => act.remove(fact)));
    }
    return element("p", {class: "actions"},
      button("accept", () => act.judge(fact, "accepted"), fact.verdict === "accepted"),
      button("reject", () => act.judge(fact, "rejected"), fact.verdict === "rejected"),
      button("change", () => act.change(fact), fact.verdict === "changed"),
      fact.verdict ? button("undo", () => act.judge(fact, null)) : null);
  }

  /** Bring a fact into view: within the list where that scrolls, so that the text beside it stays. */
  function reveal(id) {
    const row = rows.get(id), panel = document.querySelector(".panel");
    if (!row) return;
    if (getComputedStyle(panel).overflowY !== "auto" || panel.scrollHeight <= panel.clientHeight) {
      factsheet.scroll(row, "nearest");
      return;
    }
    const [box, frame] = [row.getBoundingClientRect(), panel.getBoundingClientRect()];
    const heading = 40;
    if (box.top < frame.top + heading) panel.scrollBy({top: box.top - frame.top - heading});
    else if (box.bottom > frame.bottom) panel.scrollBy({top: Math.min(box.bottom - frame.bottom + 8, box.top - frame.top - heading)});
  }

  /** Move the focus to a fact, or to the first control of its form. */
  function focus(id) {
    const row = rows.get(id);
    (row?.querySelector("form input, form select") ?? row?.querySelector("button"))?.focus({preventScroll: true});
  }

  return {drawClasses, draw, redraw, reveal, focus, badge};
})();
