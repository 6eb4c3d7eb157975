// The page opens with the cursor in the first doubtful field. Its value is selected, so that typing replaces it.
// Whoever was quicker than this script keeps the field they are in, and what they typed.
"use strict";

const first = document.querySelector("[autofocus]");
const isElsewhere = ![document.body, first].includes(document.activeElement);
if (first instanceof HTMLInputElement && first.type === "text" && !isElsewhere && first.value === first.defaultValue) {
  first.select();
}
