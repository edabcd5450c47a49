"use strict";
/* Adding a fact that was missed: select its words in the text and say what they are, or enter them in a form. */
factsheet.adding = (() => {
  const {element, words, reading} = factsheet;
  const KINDS = ["city", "date", "count", "deliverable", "package"];
  const byId = id => document.getElementById(id);

  /** Offer it; `add` takes the kind, the stretch {start, end}, and for the header the field. */
  function start(add) {
    const bar = byId("adder");
    const offer = () => {
      const at = byId("project").hidden ? null : reading.selected();
      bar.hidden = !at;
      if (!at) return;
      bar.replaceChildren(element("span", {}, words("add.as")), ...KINDS.map(kind =>
        element("button", {type: "button", onclick: () => { bar.hidden = true; add(kind, at); }},
          factsheet.panel.badge(kind), " ", words("class." + kind))));
      factsheet.float(bar, [...getSelection().getRangeAt(0).getClientRects()]);
    };
    document.addEventListener("selectionchange", () => { if (!reading.selected()) bar.hidden = true; });
    document.addEventListener("pointerup", () => setTimeout(offer));
    document.addEventListener("keyup", event => { if (event.shiftKey) offer(); });
    addEventListener("scroll", () => { bar.hidden = true; }, true);
    // A press on the bar would take the selection away.
    bar.addEventListener("pointerdown", event => event.preventDefault());

    const form = byId("add-form");
    form.addEventListener("submit", event => {
      event.preventDefault();
      const {words: input, kind, nth} = form.elements;
      const found = [...factsheet.open.text.find(input.value)];
      const at = found[Math.min(nth.valueAsNumber || 1, found.length) - 1];
      input.setCustomValidity(at ? "" : words("add.not-found"));
      if (!at) {
        input.reportValidity();
        return;
      }
      const [chosen, field] = kind.value.split(":");
      form.closest("details").open = false;
      form.reset();
      add(chosen, at, field);
    });
    form.elements.words.addEventListener("input", () => form.elements.words.setCustomValidity(""));
    fill();
  }

  /** The choices of the form, in the language of the page. */
  function fill() {
    const select = byId("add-form").elements.kind;
    select.replaceChildren(
      ...KINDS.map(kind => element("option", {value: kind}, words("class." + kind))),
      element("optgroup", {label: words("classes.header")}, factsheet.editor.HEADER.map(field =>
        element("option", {value: "header:" + field}, words("field." + field)))));
  }

  return {start, fill};
})();
