"use strict";
/* What several parts of the overview are made of. */
overview.parts = (() => {
  const {element, words, number} = factsheet;

  /** A number of pixels, short. */
  const pixels = value => value.toFixed(1);

  /** Values in lists by their key: a Map in the order of first appearance. */
  function grouped(values, key) {
    const groups = new Map();
    for (const value of values) {
      const name = key(value);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(value);
    }
    return groups;
  }

  /** A table in a region that scrolls where the screen is narrower. */
  const scrolled = (name, table) =>
    element("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": words(name)}, table);

  const nothing = name => element("p", {class: "empty"}, words(name));

  /** What a picture tells of the thing below the pointer or in focus; `show` puts it below a box of the page. */
  function tip() {
    const node = element("div", {class: "tip", hidden: true, "aria-hidden": "true"});
    return {
      node,
      show(text, box) {
        node.textContent = text;
        node.hidden = false;
        const frame = node.offsetParent.getBoundingClientRect();
        const left = Math.min(box.left - frame.left, frame.width - node.offsetWidth - 4);
        node.style.left = `${Math.max(0, left)}px`;
        node.style.top = `${box.bottom - frame.top + 6}px`;
      },
      hide() { node.hidden = true; },
    };
  }

  /** How many of some deliverables are done. */
  const done = told => told.filter(({status}) => status === "done").length;

  /** "9 +3": nine are done, three planned or under way. */
  function amount(told) {
    const ready = done(told), open = told.length - ready;
    return [element("span", {class: "n"}, number(ready)), open ? element("span", {class: "open"}, ` +${number(open)}`,
      element("span", {class: "hidden-text"}, ` ${words("status.planned")}`)) : null];
  }

  return {pixels, grouped, scrolled, nothing, tip, done, amount};
})();
