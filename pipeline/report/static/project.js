"use strict";
factsheet.view("project", (() => {
  function show([key]) {
    document.getElementById("project-title").textContent = factsheet.project(key)?.header.title?.[3] ?? key;
  }
  return {show};
})());
