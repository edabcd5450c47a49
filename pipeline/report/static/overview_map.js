"use strict";
/* The map of the cities: circles by projects or events over the outlines of the world, zoomed and moved by wheel,
   drag, two fingers, buttons and keys; the same as a table. */
overview.map = (() => {
  const {element, words, number, values} = factsheet;
  const {geography, model, parts: {pixels, scrolled, tip}} = overview;
  const LARGEST = 20, ONE = 4.5;    // radius of the largest circle, and of one project where there is room
  const NEAREST = 400, CLOSE = 45;  // pixels a degree: as far as one can zoom, and as a map of one city opens
  const MARGIN = 45;
  const NEAR = 0.95;                // the share of cities that the map opens on, where the rest is far off
  const STEP = 1.6, PAN = 60;
  const LABELS = 40, LETTER = 6.4, LINE = 13;

  let parts = null;      // what `build` made
  let view = {x: 12, y: -58, scale: 10};
  let fitted = null;     // the cities that the view was fitted to
  let places = [];       // [{city, projects, events, x, y}], the largest first
  let chosen = null, choose = null, measure = "projects";
  let moving = 0;        // the running animation
  let armed = false;     // whether the pointer came to the map on purpose: a page that scrolls below it must not zoom

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const size = () => ({width: parts.svg.clientWidth || 600, height: parts.svg.clientHeight || 400});
  const smallest = () => size().width / 400;
  const world = () => ({x: 5, y: -25, scale: size().width / 370});

  function build() {
    const {outlines} = model.all();
    const land = element("g", {},
      element("path", {class: "land", "fill-rule": "evenodd", d: geography.path(outlines.land, outlines.scale, true)}),
      element("path", {class: "border", d: geography.path(outlines.borders, outlines.scale, false)}));
    const circles = element("g", {class: "places"});
    const labels = element("g", {class: "labels", "aria-hidden": "true"});
    const svg = element("svg", {class: "map", tabindex: "0", role: "application"}, land, circles, labels);
    const button = (name, sign, act) => element("button", {type: "button", "data-name": name, onclick: act},
      element("span", {"aria-hidden": "true"}, sign));
    const buttons = element("div", {class: "zoom", role: "group"},
      button("overview.zoom-in", "+", () => zoom(STEP)), button("overview.zoom-out", "−", () => zoom(1 / STEP)),
      button("overview.zoom-fit", "⤢", () => move(fit())));
    const sizes = element("fieldset", {class: "sizes"});
    const outside = element("span", {class: "soft"});
    const list = element("details", {class: "list"});
    list.addEventListener("toggle", fillList);
    parts = {svg, land, circles, labels, tip: tip(), buttons, sizes, outside, list};
    document.getElementById("overview-map").replaceChildren(
      element("div", {class: "frame"}, svg, buttons, parts.tip.node),
      element("div", {class: "below"}, sizes, outside), list);
    listen(svg);
    new ResizeObserver(() => { if (svg.clientWidth) { fitted = null; draw(); } }).observe(svg);
  }

  /** The words of the map, in the language chosen now. */
  function say() {
    parts.svg.setAttribute("aria-label", words("overview.map-label", {n: number(places.length)}));
    parts.buttons.setAttribute("aria-label", words("overview.map"));
    for (const button of parts.buttons.children) {
      button.setAttribute("aria-label", words(button.dataset.name));
      button.title = words(button.dataset.name);
    }
    parts.sizes.replaceChildren(element("legend", {}, words("overview.size")),
      ...["projects", "events"].map(name => element("label", {},
        element("input", {type: "radio", name: "map-size", value: name, checked: name === measure, onchange: () => {
          measure = name;
          order();
          draw();
        }}), words("overview." + name))));
    fillList();
  }

  function frame(shown) {
    const {width, height} = size();
    const limits = {margin: MARGIN, closest: CLOSE, world: world()};
    return geography.fit(shown.map(({x, y}) => [x, y]), width, height, limits);
  }

  const fit = () => frame(places);

  /** The view of nearly all cities, where the few that are far off would make the rest unreadable. */
  function opening() {
    const middle = values => [...values].sort((a, b) => a - b)[values.length >> 1];
    const x = middle(places.map(place => place.x)), y = middle(places.map(place => place.y));
    const near = [...places].sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))
      .slice(0, Math.ceil(places.length * NEAR));
    const close = frame(near);
    return close.scale > 1.5 * fit().scale ? close : fit();
  }

  /** Show cities; `choice(city or null)` is called when one is clicked. */
  function show(filters, selection, choice) {
    if (!parts) build();
    chosen = filters.city;
    choose = choice;
    places = [...selection.cities].map(([city, counts]) => {
      const [x, y] = geography.project(city.longitude, city.latitude);
      return {city, ...counts, x, y};
    });
    order();
    say();
    // Other cities, another view; another order or page of the table leaves it where the reader moved it.
    if (parts.svg.clientWidth && fitted !== null && fitted !== shown()) {
      fitted = shown();
      move(opening());
    }
    draw();
  }

  const shown = () => places.map(({city}) => city.id).sort((a, b) => a - b).join();

  /** The largest first, that the small ones lie on them; a circle each, which `draw` puts into its place. */
  function order() {
    places.sort((a, b) => b[measure] - a[measure] || b.projects - a.projects || a.city.id - b.city.id);
    const one = Math.min(ONE, LARGEST / Math.sqrt(Math.max(1, places[0]?.[measure] ?? 0)));
    for (const [index, place] of places.entries()) {
      place.r = Math.max(2.5, one * Math.sqrt(place[measure]));
      const names = [place.city === chosen ? "chosen" : "", place[measure] ? "" : "none"];
      place.circle = element("circle", {r: pixels(place.r), "data-index": index, class: names.join(" ").trim()});
    }
    parts.circles.replaceChildren(...places.map(({circle}) => circle));
  }

  function draw() {
    if (!parts.svg.clientWidth) return;
    if (fitted === null) {
      fitted = shown();
      view = opening();
    }
    const {width, height} = size();
    parts.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    parts.land.setAttribute("transform",
      `translate(${width / 2 - view.x * view.scale} ${height / 2 - view.y * view.scale}) scale(${view.scale})`);
    const within = [];
    for (const place of places) {
      const x = width / 2 + (place.x - view.x) * view.scale, y = height / 2 + (place.y - view.y) * view.scale;
      place.circle.setAttribute("cx", pixels(x));
      place.circle.setAttribute("cy", pixels(y));
      if (x >= 0 && y >= 0 && x <= width && y <= height) within.push({place, x, y, r: place.r});
    }
    label(within, width);
    parts.outside.textContent = within.length < places.length
      ? words("overview.beyond", {n: number(places.length - within.length)}) : "";
  }

  /** Names beside the largest circles, with how many if more than one, where they cover no other. */
  function label(seen, width) {
    const first = [...seen].sort((a, b) => (b.place.city === chosen) - (a.place.city === chosen));
    const boxes = first.slice(0, 4 * LABELS).map(({place, x, y, r}) => {
      const count = place[measure];
      const text = count > 1 ? `${place.city.name} (${number(count)})` : place.city.name;
      const wide = text.length * LETTER + 4;
      const left = x + r + 3 + wide > width ? x - r - 3 - wide : x + r + 3;
      return [left, y - LINE / 2, wide, LINE, text];
    });
    parts.labels.replaceChildren(...geography.apart(boxes).slice(0, LABELS).map(([left, top, , , text]) =>
      element("text", {x: pixels(left), y: pixels(top + LINE - 3)}, text)));
  }

  const describe = ({city, projects, events}) => words("overview.place",
    {name: city.name, country: values.country(city.country), projects: number(projects), events: number(events)});

  /** The cities as a table: made when it is opened, there may be thousands. */
  function fillList() {
    const {list} = parts;
    const summary = element("summary", {}, words("overview.cities-table"));
    if (!list.open) { list.replaceChildren(summary); return; }
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.city : null;
    const isSummary = list.firstChild === document.activeElement;
    const heading = name => element("th", {scope: "col"}, words("overview." + name));
    const amount = count => element("td", {class: "amount"}, number(count));
    const row = place => element("tr", {},
      element("th", {scope: "row"}, element("button", {
        type: "button", class: "link", "data-city": place.city.id, "aria-pressed": String(place.city === chosen),
        onclick: () => pick(place),
      }, place.city.name)),
      element("td", {}, values.country(place.city.country)), amount(place.projects), amount(place.events));
    list.replaceChildren(summary, scrolled("overview.cities-table", element("table", {},
      element("thead", {}, element("tr", {}, ["city", "country", "projects", "events"].map(heading))),
      element("tbody", {}, places.map(row)))));
    if (isSummary) summary.focus();
    if (focused) list.querySelector(`[data-city="${focused}"]`)?.focus();
  }

  const pick = ({city}) => choose(city === chosen ? null : city);

  /** Go to a view, by and by where the reader wants movement. */
  function move(target, at_once = false) {
    cancelAnimationFrame(moving);
    if (at_once || still()) { view = target; draw(); return; }
    const from = view, start = performance.now();
    const step = now => {
      const t = Math.min(1, Math.max(0, now - start) / 250), ease = t * (2 - t);
      const between = name => from[name] + (target[name] - from[name]) * ease;
      view = {x: between("x"), y: between("y"), scale: from.scale * (target.scale / from.scale) ** ease};
      draw();
      if (t < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  }

  const bounded = scale => Math.min(NEAREST, Math.max(smallest(), scale));

  /** Zoom around a point of the frame that stays where it is; around the middle without. */
  function zoom(factor, point = null, at_once = false) {
    const {width, height} = size();
    const scale = bounded(view.scale * factor);
    const [dx, dy] = point ? [point.x - width / 2, point.y - height / 2] : [0, 0];
    const shift = 1 / view.scale - 1 / scale;
    move({x: view.x + dx * shift, y: view.y + dy * shift, scale}, at_once);
  }

  const pan = (dx, dy, at_once = false) =>
    move({...view, x: view.x + dx / view.scale, y: Math.max(-200, Math.min(200, view.y + dy / view.scale))}, at_once);

  const KEYS = {
    ArrowLeft: () => pan(-PAN, 0), ArrowRight: () => pan(PAN, 0),
    ArrowUp: () => pan(0, -PAN), ArrowDown: () => pan(0, PAN),
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP),
    "0": () => move(fit()), Home: () => move(fit()),
  };

  function listen(svg) {
    const pointers = new Map();
    let moved = 0;
    const spot = event => {
      const box = svg.getBoundingClientRect();
      return {x: event.clientX - box.left, y: event.clientY - box.top};
    };
    const placeOf = event => places[event.target.closest?.("circle")?.dataset.index];

    const hint = event => {
      const place = placeOf(event);
      if (place) parts.tip.show(describe(place), event.target.getBoundingClientRect());
      else parts.tip.hide();
    };

    svg.addEventListener("keydown", event => {
      if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    addEventListener("scroll", () => { armed = false; }, {passive: true});
    svg.addEventListener("wheel", event => {
      const closer = event.deltaY < 0;
      if (!(armed || event.ctrlKey) || bounded(view.scale * (closer ? STEP : 1 / STEP)) === view.scale) return;
      event.preventDefault();
      zoom(2 ** (-Math.max(-200, Math.min(200, event.deltaY)) / 250), spot(event), true);
    }, {passive: false});
    svg.addEventListener("pointerdown", event => {
      pointers.set(event.pointerId, spot(event));
      moved = pointers.size > 1 ? Infinity : 0;
    });
    svg.addEventListener("pointermove", event => {
      armed = true;
      const before = pointers.get(event.pointerId), now = spot(event);
      if (!before) { hint(event); return; }
      if (pointers.size === 1) {
        moved += Math.hypot(now.x - before.x, now.y - before.y);
        // Captured only once it is a drag: a captured pointer clicks the map, not the circle below it.
        if (moved > 4) { svg.setPointerCapture(event.pointerId); pan(before.x - now.x, before.y - now.y, true); }
      } else {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const apart = point => Math.hypot(point.x - other.x, point.y - other.y) || 1;
        zoom(apart(now) / apart(before), other, true);
      }
      if (moved > 4 || pointers.size > 1) parts.tip.hide();
      pointers.set(event.pointerId, now);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(end, event => {
        pointers.delete(event.pointerId);
        if (end === "pointerleave") parts.tip.hide();
      });
    }
    svg.addEventListener("click", event => {
      const place = placeOf(event);
      if (place && moved <= 4) pick(place);
    });
  }

  return {show};
})();
