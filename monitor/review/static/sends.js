"use strict";
// Forms that make cases or enter events: sent as JSON; what is refused stands in the form, and what was typed stays.
(() => {
  const { post, again } = window.monitor;

  // the fields that are filled in, by name; of what cases are made is a list
  function bodyOf(form) {
    const fields = new FormData(form);
    const body = Object.fromEntries([...fields].filter(([, value]) => value));
    return fields.has("ids") ? { ...body, ids: fields.getAll("ids") } : body;
  }

  async function send(form) {
    const refused = form.querySelector("output"), button = form.querySelector("button");
    refused.textContent = "";
    button.disabled = true;
    try {
      const { next, said } = await post(form.action, bodyOf(form));
      if (next) location.assign(next);
      else again(said);
    } catch (error) {
      refused.textContent = error.message;
      button.disabled = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-sends]")) return;
    event.preventDefault();
    send(event.target);
  });
})();
