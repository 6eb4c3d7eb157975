// The page opens with the cursor in the first doubtful field. Its value is selected, so that typing replaces it.
"use strict";

const focused = document.querySelector("[autofocus]");
if (focused instanceof HTMLInputElement && focused.type === "text") focused.select();
