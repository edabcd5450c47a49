"use strict";
factsheet.view("overview", (() => {
  function show() {
    const list = document.getElementById("overview-list");
    list.replaceChildren(...factsheet.read("overview-data").projects.map(project =>
      factsheet.element("li", {}, factsheet.element("a", {href: factsheet.address(project.key)}, project.title))));
    document.title = "Factsheet";
  }
  return {show};
})());
