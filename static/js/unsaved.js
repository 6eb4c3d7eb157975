// A page with several forms: the browser asks before what was typed in one of them is lost, by sending another or by
// leaving the page. What a form holds that came back with errors is not saved either.
"use strict";

const changed = new Set(document.querySelectorAll("form:has(.errorlist)"));
let sent = null;

document.addEventListener("input", (event) => {
  if (event.target.form) changed.add(event.target.form);
});
document.addEventListener("submit", (event) => {
  sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form !== sent)) event.preventDefault();
  sent = null;
});
