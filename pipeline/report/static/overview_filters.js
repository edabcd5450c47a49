"use strict";
/* The form that chooses projects, and the figures over it. */
overview.filters = (() => {
  const {element, words, number} = factsheet;
  const {model} = overview;
  const at = id => document.getElementById(id);

  /** Fill the form with what there is to choose; `changed(filters, typing)` is called for each choice. */
  function build(changed) {
    const {programmes, cities, kinds, years} = model.all();
    const option = (value, text) => element("option", {value}, text);
    const byName = new Intl.Collator(factsheet.language).compare;
    at("filter-programme").replaceChildren(option("*", words("overview.any")),
      ...programmes.filter(Boolean).sort(byName).map(name => option("=" + name, name)),
      ...(programmes.includes("") ? [option("=", words("overview.none"))] : []));
    at("filter-city").replaceChildren(option("", words("overview.any")),
      ...[...cities].sort((a, b) => byName(a.name, b.name) || byName(a.country, b.country))
        .map(({id, name, country}) => option(id, `${name}, ${country}`)));
    for (const id of ["filter-from", "filter-to"]) {
      at(id).replaceChildren(option("", "–"));
      for (let year = years?.[0]; year <= years?.[1]; year++) at(id).append(option(year, year));
    }
    at("filter-kinds").replaceChildren(...kinds.map(kind => element("label", {class: "chip"},
      element("input", {type: "checkbox", value: kind}), words("kind." + kind))));
    const form = at("overview-filters");
    form.oninput = event => changed(read(), event.target.id === "filter-text");
    form.onsubmit = event => event.preventDefault();
    at("filter-clear").onclick = () => { changed({...model.NONE}); at("filter-text").focus(); };
  }

  function read() {
    const year = id => at(id).value ? Number(at(id).value) : null;
    const programme = at("filter-programme").value, city = at("filter-city").value;
    return {
      text: at("filter-text").value,
      programme: programme === "*" ? null : programme.slice(1),
      from: year("filter-from"), to: year("filter-to"),
      city: model.all().cities.find(({id}) => String(id) === city) ?? null,
      kinds: [...at("filter-kinds").querySelectorAll("input:checked")].map(box => box.value),
    };
  }

  /** Show filters that came from elsewhere: the address, the map, the timeline. */
  function show({text, programme, from, to, city, kinds}, {projects, deliverables, cities}) {
    if (at("filter-text").value !== text) at("filter-text").value = text;
    at("filter-programme").value = programme === null ? "*" : "=" + programme;
    at("filter-city").value = city?.id ?? "";
    at("filter-from").value = from ?? "";
    at("filter-to").value = to ?? "";
    for (const box of at("filter-kinds").querySelectorAll("input")) box.checked = kinds.includes(box.value);
    const total = model.all().projects.length;
    at("overview-found").textContent = words(projects.length ? "overview.found" : "overview.found-none",
      {n: number(projects.length), all: number(total)});
    at("filter-clear").hidden = !(text || programme !== null || from || to || city || kinds.length);
    figures([
      ["projects", projects.length, "overview-table-title"],
      ["cities", cities.size, "overview-map-title"],
      ["events", deliverables.filter(({kind}) => kind === "event").length, "overview-timeline-title"],
      ["deliverables", deliverables.length, "overview-delivered-title"],
    ]);
  }

  /** The figures, each a way to where it is shown. */
  function figures(rows) {
    at("overview-figures").replaceChildren(...rows.map(([name, value, target]) => element("li", {},
      element("button", {type: "button", class: "figure", onclick: () => {
        at(target).scrollIntoView({block: "start"});
        at(target).focus({preventScroll: true});
      }}, element("strong", {}, number(value)), " ", words("overview." + name)))));
  }

  return {build, show};
})();
