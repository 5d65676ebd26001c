"use strict";
// The keys of the pages about take-down cases: a button sends its form, or leads to a field.
(() => {
  window.monitor.onKeys((button) => {
    if (button.form) button.form.requestSubmit();
    else document.getElementById(button.dataset.focuses).focus();
  });
})();
