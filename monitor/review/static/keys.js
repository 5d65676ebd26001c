"use strict";
// Buttons that keys press: each has its key in data-key and on its face; groups of them open and close.
(() => {
  // show one group of keys in the place of the others
  function open(name) {
    document.querySelectorAll(".keys").forEach((keys) => { keys.hidden = keys.id !== name; });
    document.querySelector(`#${name} button`)?.focus();
  }

  // act(button) for a click and for a key; `others` are keys without a button
  function onKeys(act, others = {}) {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-key]");
      if (button) act(button);
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
      if (document.querySelector("dialog[open]")) return;
      const buttons = [...document.querySelectorAll("button[data-key]")].filter((one) => one.offsetParent);
      const button = buttons.find((one) => one.dataset.key === event.key);
      if (!button && !others[event.key]) return;
      event.preventDefault();
      if (button) act(button);
      else others[event.key]();
    });
  }

  Object.assign(window.monitor, { open, onKeys });
})();
