"use strict";
/* What the views share: the embedded data, words in the chosen language, elements, addresses.

   A view registers itself: factsheet.view("overview", {show(parameters, changed), words(), hide()}). `show` is called
   when its address is opened, with the parts of the address after its name, and whether another view was open before;
   `words` when the language has changed, `hide` when another view opens. Text comes from others: elements are built
   by `factsheet.element`, never from strings of HTML (the page's policy forbids it). */
const factsheet = (() => {
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const page = read("page-data");
  const views = new Map();
  const places = new Map(page.projects.map(([key, file], number) => [key, {key, file, number}]));
  const projects = new Map();
  let language = page.language;
  let current = null;

  /** The words under a key, with {names} replaced by values. */
  function words(key, values = {}) {
    const text = page.strings[language][key] ?? page.strings.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  /** An element: properties are attributes, `on...` listeners, true an empty attribute, null and false none;
      children are elements, texts, or null. */
  function element(tag, properties = {}, ...children) {
    const svg = ["svg", "g", "path", "circle", "line", "rect", "text", "title", "use"].includes(tag);
    const made = svg
      ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter(child => child !== null && child !== undefined));
    return made;
  }

  /** Remember something in this browser; where it keeps nothing, in this page alone. */
  const memory = new Map();
  const kept = {
    get(name) {
      try { return localStorage.getItem("factsheet:" + name) ?? memory.get(name) ?? null; }
      catch { return memory.get(name) ?? null; }
    },
    /** Whether it lasts beyond this page. */
    set(name, value) {
      memory.set(name, value);
      try { localStorage.setItem("factsheet:" + name, value); return true; } catch { return false; }
    },
    remove(name) {
      memory.delete(name);
      try { localStorage.removeItem("factsheet:" + name); } catch { /* nothing was kept */ }
    },
  };

  /** A formatter of `Intl` in the language of the page: making one takes longer than using it. */
  const formatters = new Map();
  const locale = () => language === "en" ? "en-GB" : language;
  function formatter(kind, options = {}) {
    const name = JSON.stringify([kind, locale(), options]);
    if (!formatters.has(name)) formatters.set(name, new Intl[kind](locale(), options));
    return formatters.get(name);
  }
  const number = (value, options) => formatter("NumberFormat", options).format(value);

  /** The address of the overview, or of a project and a place in it. */
  let filtered = "#/";
  const home = () => page.index ? page.index + "#/" : filtered;
  function address(key, ...parts) {
    const file = places.get(key)?.file ?? "";
    return file + "#/project/" + [key, ...parts].map(encodeURIComponent).join("/");
  }

  /** A project of this page (see pipeline/report/embedded.py), or null. */
  function project(key) {
    const place = places.get(key);
    if (!place || place.file) return null;
    if (!projects.has(key)) projects.set(key, read("project-" + place.number));
    return projects.get(key);
  }

  function translate() {
    document.documentElement.lang = language;
    for (const part of document.querySelectorAll("[data-words]")) part.textContent = words(part.dataset.words);
    for (const part of document.querySelectorAll("[data-label]")) part.setAttribute("aria-label", words(part.dataset.label));
    for (const view of views.values()) view.words?.();
  }

  function decoded(part) {
    try { return decodeURIComponent(part); } catch { return part; }
  }

  function route() {
    const parts = location.hash.startsWith("#/") ? location.hash.slice(2).split("/").map(decoded) : null;
    if (!parts && current) return;  // a link to a place in the view
    let [name, ...parameters] = parts ?? [];
    if (!parts && page.projects.length === 1 && views.has("project")) {
      [name, parameters] = ["project", [page.projects[0][0]]];
    }
    if (!views.has(name) || !document.getElementById(name)) {
      [name, parameters] = document.getElementById("overview") ? ["overview", []] : ["project", [firstHere()]];
    }
    const changed = current !== name;
    current = name;
    for (const view of views.keys()) {
      const section = document.getElementById(view);
      if (section) section.hidden = view !== name;
      if (view !== name) views.get(view).hide?.();
    }
    views.get(name).show(parameters, changed);
  }

  /** Scroll to an element: quietly where the reader wants no motion. */
  function scroll(to, block = "center") {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    to.scrollIntoView({block, behavior: still ? "auto" : "smooth"});
  }

  /** Put what floats below the last of some boxes, above the first where there is no room. */
  function float(floating, boxes) {
    if (!boxes.length) return;
    const GAP = 6;
    const [first, last] = [boxes[0], boxes.at(-1)];
    const [width, height] = [floating.offsetWidth, floating.offsetHeight];
    const right = document.documentElement.clientWidth - width - GAP;
    const fits = last.bottom + GAP + height < innerHeight || first.top < height;
    floating.style.left = `${Math.max(GAP, Math.min(last.left, right))}px`;
    floating.style.top = `${fits ? last.bottom + GAP : first.top - height - GAP}px`;
  }

  const firstHere = () => page.projects.find(([, file]) => !file)?.[0] ?? "";

  function theme(name) {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  }

  function start() {
    document.getElementById("home").href = home();
    const languages = document.getElementById("language");
    const chosen = kept.get("language");
    if (chosen in page.strings) language = chosen;
    languages.value = language;
    languages.addEventListener("change", () => {
      language = languages.value;
      kept.set("language", language);
      translate();
    });
    const themes = document.getElementById("theme");
    themes.value = kept.get("theme") ?? "auto";
    theme(themes.value);
    themes.addEventListener("change", () => {
      kept.set("theme", themes.value);
      theme(themes.value);
    });
    translate();
    addEventListener("hashchange", route);
    route();
  }

  document.addEventListener("DOMContentLoaded", start);

  return {
    page, read, words, element, number, formatter, locale, kept, home, address, project, scroll, float,
    view: (name, view) => views.set(name, view),
    /** Where the overview was left, with its filters: the way back leads there. */
    leave(address) { filtered = address; },
    /** The language chosen. */
    get language() { return language; },
  };
})();
