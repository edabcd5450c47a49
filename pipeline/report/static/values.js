"use strict";
/* Values as people read them, in the language of the page. */
factsheet.values = (() => {
  const {words, number, formatter, locale} = factsheet;
  const known = (table, name) => {
    const key = `${table}.${name}`, text = words(key);
    return text === key ? name : text;
  };

  /** An ISO date of reduced precision, or a range of them. */
  function date(value) {
    return String(value).split("/").map(point).join(" – ");
  }

  function point(value) {
    const [all, year, rest] = /^(\d{4})(?:-(.+))?$/.exec(value) ?? [];
    if (!all) return value;
    if (!rest) return year;
    if (/^[QH]\d$/.test(rest)) return words(rest[0] === "Q" ? "date.quarter" : "date.half", {number: rest[1], year});
    if (/^[a-z]+$/.test(rest)) return words(`date.${rest}`, {year});
    const [month, day] = rest.split("-").map(Number);
    const options = day ? {day: "numeric", month: "long", year: "numeric"} : {month: "long", year: "numeric"};
    const exact = new Date(Date.UTC(Number(year), month - 1, day || 1));
    return formatter("DateTimeFormat", {...options, timeZone: "UTC"}).format(exact);
  }

  function name(type, code) {
    try { return formatter("DisplayNames", {type}).of(code) ?? code; } catch { return code; }
  }
  const country = code => code ? name("region", code) : "";
  const language = code => code ? name("language", code) : words("project.unknown-language");

  /** The value of a field of the header. */
  function field(field, value, currency) {
    if (field.endsWith("_date")) return date(value);
    if (field === "status") return known("state", value);
    if (typeof value !== "number") return String(value);
    if (field === "cofinancing_rate") return number(value / 100, {style: "percent", maximumFractionDigits: 2});
    if (field === "budget" && /^[A-Z]{3}$/.test(currency ?? "")) return number(value, {style: "currency", currency});
    return number(value);
  }

  const amount = row => row.value_max === null || row.value_max === undefined
    ? number(row.value) : `${number(row.value)}–${number(row.value_max)}`;

  const modified = (text, modifier) => modifier ? words(`modifier.${modifier}`, {value: text}) : text;

  const package_ = row => [[row.label, row.number].filter(Boolean).join(" "), row.title].filter(Boolean).join(": ");

  /** A fact in one line: what it means. */
  function fact(fact) {
    const row = fact.row;
    switch (fact.kind) {
      case "header": return `${words("field." + row.field)}: ${field(row.field, row.value)}`;
      case "package": return package_(row);
      case "city": return [row.name, country(row.country)].filter(Boolean).join(", ");
      case "date": return modified(date(row.value), row.modifier);
      case "count": return modified(`${amount(row)} ${row.unit ?? row.head}`, row.modifier);
      case "deliverable": return fact.text.replace(/\s+/g, " ");
      default: return known("warning", row.code);
    }
  }

  /** What else is told of it, in one more line; empty where there is nothing. */
  function more(fact) {
    const row = fact.row;
    if (fact.kind === "warning") return row.message;
    if (fact.kind !== "deliverable") return "";
    return [known("one", row.kind), known("status", row.status), row.cities.join(", "), row.dates.map(date).join(", ")]
      .filter(Boolean).join(" · ");
  }

  /** All that the output says of a fact: [[label, text], ...]. */
  function details(fact) {
    const row = fact.row, told = [];
    const tell = (key, value) => {
      if (value !== null && value !== undefined && value !== "" && value.length !== 0) told.push([words("detail." + key), String(value)]);
    };
    if (fact.kind === "city") {
      tell("country", country(row.country));
      tell("geonameid", row.geonameid);
      tell("alternatives", (row.alternatives ?? []).join("; "));
    } else if (fact.kind === "date") {
      tell("iso", row.value);
      if (row.earliest) tell("days", row.earliest === row.latest ? row.earliest : `${row.earliest} – ${row.latest}`);
      if (row.precision) tell("precision", known("precision", row.precision));
    } else if (fact.kind === "count") {
      tell("head", row.head);
    } else if (fact.kind === "deliverable") {
      tell("kind", known("one", row.kind));
      tell("status", known("status", row.status));
      tell("action", row.action);
      tell("count", row.count === null ? null : number(row.count));
    } else if (fact.kind === "warning") {
      tell("message", row.message);
    }
    return told;
  }

  return {date, field, fact, more, details, country, language, known, locale, package: package_};
})();
