// A page with several forms: the browser asks before what was typed in one of them is lost, by sending another or by
// leaving the page. What a form holds that came back with errors is not saved either.
"use strict";

let sent = null;

// Compared with what the page came with: what was typed before this script ran, or put back by the browser, counts too.
function differs(control) {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    if (!options.some((option) => option.defaultSelected)) return control.selectedIndex > 0;
    return options.some((option) => option.selected !== option.defaultSelected);
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

function isUnsaved(form) {
  return form !== sent && (form.querySelector(".errorlist") !== null || [...form.elements].some(differs));
}

document.addEventListener("submit", (event) => {
  sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some(isUnsaved)) event.preventDefault();
  sent = null;
});
