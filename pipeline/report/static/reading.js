"use strict";
/* The text of a project with its facts marked, and the card that tells of the mark under the pointer or the focus. */
factsheet.reading = (() => {
  const {element, words, values, facts: model} = factsheet;
  const starts = new WeakMap();  // text node -> offset of its first character
  let marks = new Map();  // id of a fact -> its elements
  let shown = new Map();  // element -> its facts, the outermost first
  let ordered = [];
  let card, hold;
  const MOST = 4;  // facts on a card

  /** Draw the text into an element. `open` is {project, text, facts, off}; `choose` is told the fact of a mark. */
  function draw(into, open, choose) {
    const focused = ordered.indexOf(document.activeElement);
    marks = new Map();
    shown = new Map();
    const visible = open.facts.filter(
      fact => model.MARKED.includes(fact.kind) && !open.off.has(fact.kind) && fact.start !== null);
    into.replaceChildren(...parts(open).map(part => drawPart(part, open, visible)));
    into.lang = open.project.language ?? "";
    ordered = [...shown.keys()];
    for (const mark of ordered) {
      mark.addEventListener("click", () => { if (getSelection().isCollapsed) choose(next(mark)); });
      mark.addEventListener("keydown", event => pressed(event, mark, choose));
      mark.addEventListener("pointerenter", () => tell(mark));
      mark.addEventListener("pointerleave", hide);
      mark.addEventListener("focus", () => tell(mark));
      mark.addEventListener("blur", hide);
    }
    reach(ordered[focused] ?? ordered[0]);
    if (focused >= 0) ordered[Math.min(focused, ordered.length - 1)]?.focus({preventScroll: true});
  }

  /** The segments of all sections, in the order of the text. */
  function parts(open) {
    return open.project.sections
      .flatMap((section, number) => section.segments.map(([start, end]) => ({start, end, number, section})))
      .filter(part => part.start < part.end && !open.text.within(part.start, part.end).next().done)
      .sort((a, b) => a.start - b.start);
  }

  function drawPart(part, open, visible) {
    const body = element("div", {class: "words"});
    // Blank lines at the end of a part would only add to its margin.
    const blank = /\s*$/.exec(open.text.slice(part.start, part.end))[0].length;
    const pieces = [...open.text.within(part.start, part.end - (open.project.whole ? blank : 0))];
    pieces.forEach((piece, at) => {
      if (!open.project.whole && at > 0) body.append(gap());
      for (const run of model.split(piece.start, piece.end, visible)) body.append(drawRun(run, piece, open));
    });
    const name = part.number ? values.package(open.packages.get(part.number)?.row ?? part.section)
      : words("project.overview");
    const heading = element("h3", {lang: factsheet.language, "data-section": part.number}, name);
    return element("div", {class: part.number ? "part package" : "part"}, heading, body);
  }

  const gap = () => element("span", {class: "gap"}, " … ");

  function drawRun(run, piece, open) {
    const text = document.createTextNode(open.text.slice(run.start, run.end));
    starts.set(text, run.start);
    if (!run.facts.length) return text;
    const kinds = [...new Set(run.facts.map(fact => fact.kind))];
    const last = run.facts.at(-1);
    const rejected = run.facts.every(fact => fact.verdict === "rejected");
    const names = ["mark", ...kinds, `in-${last.kind}`, rejected ? "rejected" : ""];
    if (run.facts.some(fact => fact.start === run.start && fact.kind === "warning")) names.push("warns");
    const mark = element("span", {class: names.filter(Boolean).join(" "), role: "button", tabindex: -1}, text);
    shown.set(mark, run.facts);
    for (const fact of run.facts) marks.set(fact.id, [...marks.get(fact.id) ?? [], mark]);
    return mark;
  }

  /** The fact that a press on a mark means: the innermost; pressed again, the one around it. */
  function next(mark) {
    const all = [...shown.get(mark)].reverse();
    return all[(all.findIndex(fact => fact.id === factsheet.open.chosen) + 1) % all.length];
  }

  /** One mark can be reached by Tab, the others by arrows. */
  function reach(mark) {
    for (const other of ordered) other.tabIndex = -1;
    if (mark) mark.tabIndex = 0;
  }

  function pressed(event, mark, choose) {
    const at = ordered.indexOf(mark);
    const to = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: ordered.length - 1,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") choose(next(mark));
    else if (event.key === "Escape") hide(true);
    else if (to === undefined || !ordered[to]) return;
    else {
      reach(ordered[to]);
      ordered[to].focus();
    }
    event.preventDefault();
  }

  /** Show the card of a mark: every fact that it is part of, the innermost first. */
  function tell(mark) {
    clearTimeout(hold);
    card ??= document.getElementById("card");
    const told = [...shown.get(mark)].reverse().slice(0, MOST);
    card.replaceChildren(...told.map(describe));
    for (const other of ordered) other.removeAttribute("aria-describedby");
    mark.setAttribute("aria-describedby", "card");
    card.hidden = false;
    factsheet.float(card, [...mark.getClientRects()]);
  }

  function describe(fact) {
    const open = factsheet.open;
    const more = values.more(fact);  // of a deliverable: its cities and dates as well
    const linked = fact.kind === "deliverable" ? [] : model.links(fact, open.facts).map(values.fact);
    return element("div", {class: `told ${fact.kind}`},
      element("p", {class: "kind"}, words("class." + fact.kind)),
      element("p", {class: "value"}, values.fact(fact)),
      more && element("p", {}, more),
      linked.length ? element("p", {}, words("project.linked", {facts: linked.join("; ")})) : null,
      fact.rule ? element("p", {class: "rule"}, element("code", {}, fact.rule), meaning(fact.rule)) : null);
  }

  const meaning = rule => factsheet.page.meanings[rule]
    ? element("span", {lang: "en"}, ` – ${factsheet.page.meanings[rule]}`) : null;

  /** Hide the card, after a moment in which the pointer may reach it. */
  function hide(now) {
    clearTimeout(hold);
    hold = setTimeout(() => {
      if (card && (now === true || !card.matches(":hover"))) card.hidden = true;
    }, now === true ? 0 : 150);
  }

  /** Show which fact is chosen, and scroll to its words if asked. */
  function choose(id, scroll) {
    hide(true);
    for (const mark of ordered) mark.classList.toggle("chosen", marks.get(id)?.includes(mark) ?? false);
    const first = marks.get(id)?.[0];
    if (!first) return;
    reach(first);
    if (scroll) factsheet.scroll(first);
  }

  /** The card goes when the pointer leaves it, or on Escape. */
  function start() {
    document.getElementById("card").addEventListener("pointerleave", hide);
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide(true); });
  }

  /** Scroll to a section. */
  function openSection(number) {
    const heading = document.querySelector(`#text h3[data-section="${Number(number)}"]`);
    if (heading) factsheet.scroll(heading, "start");
  }

  /** The stretch of text that is selected: {start, end}, or null. */
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = document.getElementById("text");
    if (!text.contains(range.commonAncestorContainer)) return null;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let start = null, end = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!starts.has(node) || !range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.length;
      if (from >= to) continue;
      start ??= starts.get(node) + model.length(node.data.slice(0, from));
      end = starts.get(node) + model.length(node.data.slice(0, to));
    }
    return start === null ? null : trimmed(start, end);
  }

  function trimmed(start, end) {
    const text = factsheet.open.text.slice(start, end);
    const lead = model.length(text) - model.length(text.trimStart());
    const trail = model.length(text) - model.length(text.trimEnd());
    return start + lead < end - trail ? {start: start + lead, end: end - trail} : null;
  }

  return {start, draw, choose, openSection, selected, meaning};
})();
