"use strict";
/* The form in which a fact is changed, or one that was missed is described. */
factsheet.editor = (() => {
  const {element, words, values} = factsheet;
  const POINT = "[1-9]\\d{3}(-(Q[1-4]|H[12]|spring|summer|autumn|winter|(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?))?";
  const DATE = `${POINT}(/${POINT})?`;
  const KINDS = ["document", "event", "body", "data", "tool", "pilot", "works", "agreement", "other"];
  const STATUSES = ["done", "planned", "ongoing"];
  const MODIFIERS = ["start", "mid", "end", "approx", "before", "after"];
  const NUMBERS = ["budget", "cofinancing_rate", "partner_count"];
  const HEADER = ["title", "acronym", "start_date", "end_date", "programme", ...NUMBERS, "currency"];

  /** What may be said of a fact: [{name, control, read}]. */
  function controls(fact, open) {
    const row = fact.row;
    const text = (name, attributes = {}) => field(name,
      element("input", {type: "text", required: true, autocomplete: "off", value: row[name] ?? "", ...attributes}),
      input => input.value.trim() || null);
    const number = (name, attributes = {}) => field(name,
      element("input", {type: "number", step: "any", min: 0, value: row[name] ?? "", ...attributes}),
      input => input.value === "" ? null : Number(input.value));
    const choice = (name, options, table, empty = false) => field(name,
      element("select", {}, empty ? element("option", {value: ""}, "–") : null, options.map(option =>
        element("option", {value: option, selected: option === row[name]}, values.known(table, option)))),
      select => select.value || null);
    const dated = name => text(name, {pattern: DATE, placeholder: "2006-03", "data-date": true});
    const head = () => text("head", {"data-head": true});
    switch (fact.kind) {
      case "header": return [NUMBERS.includes(row.field) ? number("value", {required: true})
        : row.field.endsWith("_date") ? dated("value")
        : text("value", row.field === "currency" ? {pattern: "[A-Z]{3}", maxlength: 3} : {})];
      case "package": return [text("number"), text("title", {required: false})];
      case "city": return [text("name"), text("country", {pattern: "[A-Z]{2}", maxlength: 2, placeholder: "LV"})];
      case "date": return [dated("value"), choice("modifier", MODIFIERS, "modify", true)];
      case "count": return [number("value", {required: true}), number("value_max"), head()];
      default: return [
        head(), choice("kind", KINDS, "one"), choice("status", STATUSES, "status"), number("count"),
        text("action", {required: false}),
        several("cities", open.facts.filter(near(fact, "city")).map(city => [city.row.name, city.row.name]), row),
        several("dates", open.facts.filter(near(fact, "date")).map(date => [date.row.value, values.date(date.row.value)]), row),
      ];
    }
  }

  const near = (fact, kind) => other =>
    other.kind === kind && other.section === fact.section && other.verdict !== "rejected";

  function field(name, control, read) {
    const label = element("label", {class: "field"}, element("span", {}, words("edit." + name)), control);
    return {name, element: label, read: () => read(control)};
  }

  function several(name, options, row) {
    const known = new Map([...row[name].map(value => [value, name === "dates" ? values.date(value) : value]), ...options]);
    const boxes = [...known].map(([value, shown]) => {
      const box = element("input", {type: "checkbox", value, checked: row[name].includes(value)});
      return {box, label: element("label", {}, box, " ", shown)};
    });
    const group = element("fieldset", {class: "field"}, element("legend", {}, words("edit." + name)),
      boxes.length ? boxes.map(({label}) => label) : element("span", {class: "soft"}, words("edit.none-here")));
    return {name, element: group, read: () => boxes.filter(({box}) => box.checked).map(({box}) => box.value)};
  }

  /** The form of a fact; `done` takes the values that were entered, or null. */
  function form(fact, open, done) {
    const fields = controls(fact, open);
    const made = element("form", {class: "editor"}, fields.map(field => field.element),
      element("p", {class: "actions"},
        element("button", {type: "submit", class: "primary"}, words("edit.save")),
        element("button", {type: "button", onclick: () => done(null)}, words("edit.cancel"))));
    made.addEventListener("submit", event => {
      event.preventDefault();
      done(Object.fromEntries(fields.map(field => [field.name, field.read()])));
    });
    for (const input of made.querySelectorAll("[data-head], [data-date]")) {
      const check = () => input.setCustomValidity(wrong(input, fact));
      input.addEventListener("input", check);
      check();
    }
    made.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        event.stopPropagation();
        done(null);
      }
    });
    return made;
  }

  function wrong(input, fact) {
    const value = input.value.trim();
    if ("head" in input.dataset) {
      return value && factsheet.corrections.headAt(fact.text, value) < 0 ? words("edit.wrong-head") : "";
    }
    const days = value.split("/").every(exists);
    return days || !value ? "" : words("edit.wrong-date");
  }

  /** Whether a day is in the calendar; what is no day passes. */
  function exists(value) {
    const [all, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
    if (!all) return new RegExp(`^${POINT}$`).test(value);
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    return date.getUTCMonth() === Number(month) - 1;
  }

  /** What can be guessed of a fact that a reader adds, from its words. */
  function guess(kind, text, field) {
    const clean = text.replace(/\s+/g, " ");
    const head = clean.split(" ").at(-1).replace(/[^\p{L}\p{N}]+$/u, "");
    const value = Number(/\d+([.,]\d+)?/.exec(clean.replace(/(?<=\d)[ ., ](?=\d{3}\b)/g, ""))?.[0].replace(",", "."));
    switch (kind) {
      case "header": return {field, value: NUMBERS.includes(field) ? (Number.isNaN(value) ? null : value) : clean};
      case "package": return {number: /\d[\d.]*/.exec(clean)?.[0] ?? "", label: "WP", title: null};
      case "city": return {name: clean, country: ""};
      case "date": return {value: exists(clean) ? clean : "", modifier: null};
      case "count": return {value: Number.isNaN(value) ? null : value, value_max: null, head};
      default: return {head, kind: "other", status: "done", action: null, count: null, cities: [], dates: []};
    }
  }

  return {form, guess, HEADER};
})();
