"use strict";
// A finding's page: its keys decide about it alone; the button of a form sends it.
(() => {
  const { decide, undo, open, onKeys } = window.monitor;
  const { id, seen } = document.querySelector("article").dataset;

  onKeys((button) => {
    const { opens, undo: takesBack } = button.dataset;
    if (button.form) button.form.requestSubmit();
    else if (opens) open(opens);
    else if (takesBack) undo();
    else decide({ [id]: seen }, button.dataset);
  });
})();
