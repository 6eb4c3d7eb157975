// For a page with several forms: the browser asks before typed text is lost, either because another form is sent or
// because the page is left. A form that came back with errors is not saved either.
"use strict";

let sent = null;

// Compared with the values in the HTML: text that was typed before this script ran, or restored by the browser, counts.
function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    if (!options.some((option) => option.defaultSelected)) return control.selectedIndex > 0;
    return options.some((option) => option.selected !== option.defaultSelected);
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

function isUnsaved(form) {
  return form !== sent && (form.querySelector(".errorlist") !== null || [...form.elements].some(isChanged));
}

document.addEventListener("submit", (event) => {
  sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some(isUnsaved)) event.preventDefault();
  sent = null;
});
