"use strict";
/* A page of `factsheet serve`: asks whether the outputs have changed, and shows the new ones; where the reader is in the
   middle of something, it only tells of them. */
(() => {
  const EVERY = 2000;
  const {element, words, page} = factsheet;
  const busy = () => document.activeElement?.matches("main :is(input, select)") || factsheet.open?.editing
    || !getSelection().isCollapsed || !document.getElementById("not-kept").hidden;

  async function ask() {
    try {
      const answer = await fetch("/version", {cache: "no-store"});
      if (answer.ok && await answer.text() !== page.live) changed();
    } catch { /* the server has ended: the page stays as it is */ }
  }

  function changed() {
    if (!busy()) location.reload();
    else if (!document.getElementById("live")) {
      document.body.append(element("p", {id: "live", role: "status"}, words("frame.changed"), " ",
        element("button", {type: "button", onclick: () => location.reload()}, words("frame.reload"))));
    }
  }

  setInterval(ask, EVERY);
})();
