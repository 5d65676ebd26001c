"use strict";
// Buttons that keys press: each has its key in data-key and on its face; groups of them open and close.
(() => {
  const last = new Map(); // group to the key that was pressed last in it: Enter presses it again

  // show one group of keys in the place of the others
  function open(name) {
    document.querySelectorAll(".keys").forEach((keys) => { keys.hidden = keys.id !== name; });
    const usual = document.querySelector(`#${name} button[data-key="${last.get(name) ?? ""}"]`);
    (usual ?? document.querySelector(`#${name} button`))?.focus();
  }

  // does(button) for a click and for a key; `others` are keys without a button
  function onKeys(does, others = {}) {
    function act(button) {
      if (!button.dataset.opens) last.set(button.closest(".keys")?.id, button.dataset.key);
      does(button);
    }

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
