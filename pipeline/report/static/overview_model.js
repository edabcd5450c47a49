"use strict";
/* All projects as the index shows them, and which of them fit the filters.

   Filters are told in the address, a part each: `#/overview/text=bees/from=2015/kind=event,document`. They choose
   projects; of these, map, timeline and the table of kinds show what itself fits: in the chosen years, of the chosen
   kinds, told of the chosen city. */
const overview = {};

overview.model = (() => {
  const DAY = 86400000;
  const yearOf = day => new Date(day * DAY).getUTCFullYear();
  const dayOf = (year, month = 0) => Math.round(Date.UTC(year, month, 1) / DAY);
  const folded = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");

  let data = null;

  /** Everything of the index, read once: {projects, cities, programmes, kinds, statuses, outlines, years}. */
  function all() {
    if (data) return data;
    const told = factsheet.read("overview-data");
    const cities = told.cities.map(([id, name, country, latitude, longitude]) =>
      ({id, name, country, latitude, longitude}));
    const projects = told.projects.map((project, number) => {
      const deliverables = project.deliverables.map(([start, end, text, kind, status, count, places, days]) => ({
        start, end, text, kind: told.kinds[kind], status: told.statuses[status], count, days,
        cities: places.map(place => cities[place]),
        // It counts in the year in which a date of it ends.
        years: [...new Set(days.map(([, last]) => yearOf(last)))],
      }));
      const made = {
        ...project, deliverables, number, key: factsheet.page.projects[number][0],
        programme: project.programme === null ? "" : told.programmes[project.programme],
        cities: project.cities.map(place => cities[place]),
        events: deliverables.filter(({kind}) => kind === "event").length,
      };
      for (const deliverable of deliverables) deliverable.project = made;
      made.years = years(made);
      return made;
    });
    // A project that states no period may date something of another century: that stretches nothing.
    const stated = projects.filter(({start, end}) => start !== null || end !== null);
    const spans = (stated.length ? stated : projects).map(({years}) => years).filter(Boolean);
    data = {
      projects, cities, kinds: told.kinds, statuses: told.statuses, outlines: told.outlines,
      programmes: [...new Set(projects.map(project => project.programme))],
      years: spans.length ? [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, to]) => to))] : null,
    };
    return data;
  }

  /** The first and last year of a project: of its period, or where it states none of what it dates; else null. */
  function years({start, end, deliverables}) {
    let days = [start, end].filter(day => day !== null);
    if (!days.length) days = deliverables.flatMap(({days}) => days.flat());
    return days.length ? [yearOf(Math.min(...days)), yearOf(Math.max(...days))] : null;
  }

  /** What is searched of a project, in small letters without accents. */
  function searched(project) {
    project.searched ??= folded([
      project.title, project.acronym, project.key, project.programme,
      ...project.cities.map(({name}) => name), ...project.deliverables.map(({text}) => text),
    ].join("\n"));
    return project.searched;
  }

  const NONE = {text: "", programme: null, from: null, to: null, city: null, kinds: [], sort: "", down: false, page: 1};

  const within = year => Number.isInteger(year) && all().years?.[0] <= year && year <= all().years?.[1];

  /** The filters that an address tells; what it tells wrongly is left out. */
  function filters(parameters) {
    const found = {...NONE};
    for (const parameter of parameters) {
      const at = parameter.indexOf("=");
      const [name, value] = [parameter.slice(0, at), parameter.slice(at + 1)];
      if (name === "text") found.text = value;
      else if (name === "programme" && all().programmes.includes(value)) found.programme = value;
      else if (name === "from" || name === "to") found[name] = within(Number(value)) ? Number(value) : null;
      else if (name === "city") found.city = all().cities.find(({id}) => String(id) === value) ?? null;
      else if (name === "kind") found.kinds = all().kinds.filter(kind => value.split(",").includes(kind));
      else if (name === "sort") [found.sort, found.down] = [value.replace(/^-/, ""), value.startsWith("-")];
      else if (name === "page" && Number(value) >= 1) found.page = Math.floor(Number(value));
    }
    if (found.from && found.to && found.from > found.to) [found.from, found.to] = [found.to, found.from];
    return found;
  }

  /** The address of filters: what `filters` reads back. */
  function address({text, programme, from, to, city, kinds, sort, down, page}) {
    const parts = ["#/overview"];
    const tell = (name, value) => parts.push(`${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    if (text) tell("text", text);
    if (programme !== null) tell("programme", programme);
    if (from !== null) tell("from", from);
    if (to !== null) tell("to", to);
    if (city) tell("city", city.id);
    if (kinds.length) tell("kind", kinds.join(","));
    if (sort) tell("sort", (down ? "-" : "") + sort);
    if (page > 1) tell("page", page);
    return parts.join("/");
  }

  /** What fits the filters: {projects, deliverables, cities: Map of city to {projects, events}}. */
  function select({text, programme, from, to, city, kinds}) {
    const words = folded(text).split(/\s+/).filter(Boolean);
    const first = from ?? -Infinity, last = to ?? Infinity;
    const limited = from !== null || to !== null;
    const within = ({days}) => !limited || days.some(([a, b]) => yearOf(b) >= first && yearOf(a) <= last);
    const projects = all().projects.filter(project =>
      (programme === null || project.programme === programme)
      && (!city || project.cities.includes(city))
      && (!limited || (project.years && project.years[1] >= first && project.years[0] <= last)
        || project.deliverables.some(within))
      && (!kinds.length || project.deliverables.some(({kind}) => kinds.includes(kind)))
      && words.every(word => searched(project).includes(word)));
    const fitting = projects.flatMap(project => project.deliverables).filter(within);
    const places = new Map();
    for (const project of projects) {
      for (const place of project.cities) {
        if (!places.has(place)) places.set(place, {projects: 0, events: 0});
        places.get(place).projects += 1;
      }
    }
    for (const {kind, cities} of fitting) {
      if (kind === "event") for (const place of cities) places.get(place).events += 1;
    }
    return {
      projects,
      deliverables: fitting.filter(({kind, cities}) =>
        (!kinds.length || kinds.includes(kind)) && (!city || cities.includes(city))),
      cities: places,
    };
  }

  return {all, filters, address, select, folded, yearOf, dayOf, DAY, NONE};
})();
