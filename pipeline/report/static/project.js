"use strict";
/* One project: its header, its text with the facts marked, the facts beside it, and their correction.

   What is open is `factsheet.open`: {key, project, text, found, facts, packages, corrections, off, chosen, editing},
   found being the facts of the output and facts the same as corrected. */
factsheet.view("project", (() => {
  const {element, words, values, facts: model, reading, panel, corrections} = factsheet;
  const TILES = ["status", "start_date", "programme", "budget", "cofinancing_rate", "partner_count"];
  const byId = id => document.getElementById(id);
  const off = new Set();  // the classes switched off, from project to project

  function show([key, chosen]) {
    const project = factsheet.project(key);
    const text = project && new model.Text(project.pieces);
    byId("missing-project").hidden = Boolean(project);
    byId("present-project").hidden = !project;
    factsheet.open = project && {
      key, project, text, off, found: model.collect(project, text), corrections: corrections.load(project),
      chosen: null, editing: null,
    };
    pager(key);
    if (!project) return;
    update();
    byId("text").scrollTop = 0;
    const fact = chosen && factsheet.open.facts.find(fact => fact.id === chosen);
    if (fact) choose(fact, {scroll: true});
    else scrollTo(0, 0);
  }

  /** Draw everything that depends on the facts. */
  function update() {
    const open = factsheet.open;
    open.facts = corrections.apply(open.found, open.corrections, open.project, open.text);
    open.packages = new Map(open.facts.filter(fact => fact.kind === "package").map(fact => [fact.section, fact]));
    head(open);
    navigation(open);
    panel.drawClasses(open, () => { lists(); });
    lists();
    progress(open);
  }

  function lists() {
    const open = factsheet.open;
    reading.draw(byId("text"), open, fact => choose(fact, {reveal: true}));
    panel.draw(open, act);
    reading.choose(open.chosen);
  }

  function head(open) {
    const {project} = open;
    const told = field => open.facts.find(
      fact => fact.kind === "header" && fact.row.field === field && fact.verdict !== "rejected");
    const title = told("title")?.row.value ?? project.id;
    byId("project-title").textContent = title;
    byId("project-acronym").textContent = told("acronym")?.row.value ?? "";
    byId("project-source").textContent = [
      words("project.source", {name: project.name}), values.language(project.language),
      project.whole ? words("project.characters", {number: factsheet.number(open.text.pieces[0]?.end ?? 0)}) : null,
    ].filter(Boolean).join(" · ");
    byId("without-text").hidden = project.whole;
    document.title = `${title} – Factsheet`;
    byId("project-header").replaceChildren(...TILES.map(field => tile(field, told)));
  }

  function tile(field, told) {
    const fields = field === "start_date" ? ["start_date", "end_date"] : [field];
    const facts = fields.map(told);
    const shown = facts.map(fact => fact && element("button", {type: "button", class: "link", onclick: () => choose(fact, {scroll: true, reveal: true})},
      values.field(fact.row.field, fact.row.value, told("currency")?.row.value)));
    const label = words(fields.length > 1 ? "field.period" : "field." + field);
    const value = shown.some(Boolean)
      ? shown.flatMap((part, at) => [at ? " – " : null, part ?? "…"])
      : element("span", {class: "soft"}, words("project.not-stated"));
    return element("div", {}, element("dt", {}, label), element("dd", {}, value));
  }

  function navigation(open) {
    const items = open.project.sections.map((section, number) => {
      const fact = open.packages.get(number);
      if (fact?.verdict === "rejected" && !section.segments.length) return null;
      const count = open.facts.filter(other => other.section === number && model.KINDS.indexOf(other.kind) > 1).length;
      const go = () => {
        reading.openSection(number);
        if (fact) choose(fact, {reveal: true});
      };
      return element("li", {}, element("button", {type: "button", class: "section-link", "data-section": number, onclick: go},
        number ? element("span", {class: "label"}, [section.label, fact?.row.number ?? section.number].filter(Boolean).join(" ")) : null,
        element("span", {class: "title"}, number ? fact?.row.title ?? "" : words("project.overview")),
        element("span", {class: "number"}, words("project.facts-here", {number: count}))));
    });
    byId("packages").replaceChildren(...items.filter(Boolean));
    byId("no-packages").hidden = open.project.sections.length > 1;
  }

  /** Choose a fact, or none: show it in the list and its words in the text. */
  function choose(fact, {scroll = false, reveal = false} = {}) {
    const open = factsheet.open;
    if (open.editing) leave(open);
    const before = open.chosen;
    open.chosen = fact?.id ?? null;
    if (fact && open.off.has(fact.kind)) {
      open.off.delete(fact.kind);
      panel.drawClasses(open, lists);
      lists();
    } else {
      for (const id of new Set([before, open.chosen])) panel.redraw(id, open, act);
    }
    if (fact?.kind === "package" && scroll) reading.openSection(fact.section);
    reading.choose(open.chosen, scroll);
    for (const link of byId("packages").querySelectorAll("button")) {
      if (fact && Number(link.dataset.section) === fact.section) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (fact && reveal) panel.reveal(fact.id);
    const place = factsheet.address(open.key, ...(fact ? [fact.id] : []));
    history.replaceState(null, "", place);
  }

  /** Leave the form that is open; a fact that was only begun is gone. */
  function leave(open) {
    open.editing = null;
    const {added} = open.corrections;
    open.corrections.added = added.filter(fact => !fact.draft);
    if (open.corrections.added.length < added.length) update();
  }

  const act = {
    choose(fact) {
      const id = fact?.id ?? factsheet.open.chosen;
      choose(fact, {scroll: true, reveal: true});
      panel.focus(id);
    },
    judge(fact, verdict) {
      const {facts} = factsheet.open.corrections;
      if (verdict && facts[fact.id]?.verdict !== verdict) facts[fact.id] = {verdict};
      else delete facts[fact.id];
      keep(fact.id);
    },
    change(fact) {
      factsheet.open.editing = fact.id;
      panel.redraw(fact.id, factsheet.open, act);
      panel.focus(fact.id);
    },
    changed(fact, row) {
      const open = factsheet.open;
      const added = open.corrections.added.find(added => added.id === fact.id);
      if (row && added) {
        Object.assign(added.row, row);
        delete added.draft;
      } else if (row) {
        open.corrections.facts[fact.id] = {verdict: "changed", row};
      }
      leave(open);
      keep(fact.id);
    },
    remove(fact) {
      const {corrections: said} = factsheet.open;
      said.added = said.added.filter(added => added.id !== fact.id);
      keep(null);
    },
  };

  /** Keep the corrections and draw them. */
  function keep(id) {
    const open = factsheet.open;
    const lasting = corrections.save(open.project, open.corrections);
    byId("not-kept").hidden = lasting;
    open.chosen = id;
    update();
    if (id) panel.focus(id);
  }

  function progress(open) {
    const correctable = open.facts.filter(corrections.correctable);
    const done = correctable.filter(fact => fact.verdict);
    byId("progress").textContent = words("correct.progress", {done: done.length, all: correctable.length});
    byId("progress-bar").max = Math.max(1, correctable.length);
    byId("progress-bar").value = done.length;
    byId("accept-rest").disabled = done.length === correctable.length;
    byId("discard").disabled = !done.length;
    byId("download-all").hidden = corrections.corrected().length < 2;
  }

  /** Add a fact that was missed, at a stretch of the text, and open its form. */
  function add(kind, at, field) {
    const open = factsheet.open;
    const text = open.text.slice(at.start, at.end);
    const numbers = open.corrections.added.map(added => Number(added.id.split(":")[1]));
    const id = `added:${Math.max(0, ...numbers) + 1}`;
    open.corrections.added.push({id, kind, ...at, row: factsheet.editor.guess(kind, text, field), draft: true});
    open.off.delete(kind);
    open.editing = id;
    getSelection().removeAllRanges();
    keep(id);
    reading.choose(id, true);
    panel.reveal(id);
  }

  function pager(key) {
    const all = factsheet.page.projects;
    const at = all.findIndex(([other]) => other === key);
    const to = (other, label, sign, side) => other && element("a", {href: factsheet.address(other[0]), rel: side, title: other[0]},
      side === "prev" ? sign + " " : null, words(label), side === "next" ? " " + sign : null);
    const nav = byId("pager");
    nav.hidden = false;
    nav.setAttribute("aria-label", words("project.pager"));
    nav.replaceChildren(...[
      all.length > 1 || factsheet.page.index ? element("a", {href: factsheet.home()}, words("project.all")) : null,
      at > 0 ? to(all[at - 1], "project.previous", "←", "prev") : null,
      at >= 0 ? to(all[at + 1], "project.next", "→", "next") : null,
    ].filter(Boolean));
  }

  reading.start();
  factsheet.adding.start(add);
  byId("accept-rest").addEventListener("click", () => {
    const {facts, corrections: said} = factsheet.open;
    for (const fact of facts) if (corrections.correctable(fact) && !fact.verdict) said.facts[fact.id] = {verdict: "accepted"};
    keep(factsheet.open.chosen);
  });
  byId("discard").addEventListener("click", () => {
    if (byId("discard").dataset.sure) {
      factsheet.open.corrections = {facts: {}, added: []};
      keep(null);
    }
    sure(!byId("discard").dataset.sure);
  });
  byId("discard").addEventListener("blur", () => sure(false));
  byId("download").addEventListener("click", () => {
    const {project, text, facts} = factsheet.open;
    corrections.download(project, text, facts);
  });
  byId("download-all").addEventListener("click", corrections.downloadAll);

  /** Discarding takes two clicks. */
  function sure(asked) {
    const button = byId("discard");
    if (asked) button.dataset.sure = "asked";
    else delete button.dataset.sure;
    button.textContent = words(asked ? "correct.discard-sure" : "correct.discard");
  }

  function retell() {
    factsheet.adding.fill();
    sure(false);
    if (!factsheet.open || byId("project").hidden) return;
    pager(factsheet.open.key);
    update();
  }

  return {show, words: retell, hide: () => { byId("pager").hidden = true; }};
})());
