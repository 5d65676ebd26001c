"use strict";
// The watchlist's form: rows that come and go, problems beside their fields, suggestions that are taken over.
(() => {
  const { _, say } = window.monitor;
  const form = document.getElementById("watchlist");
  if (!form) return;
  let added = document.querySelectorAll("[id*='.new'], [id^='brand.new']").length;

  function changed() { form.dispatchEvent(new Event("input", { bubbles: true })); }

  // a new row of a table below a brand, or a new brand
  function add(table, below) {
    added += 1;
    const template = document.getElementById(`new-${table}`);
    const place = document.getElementById(below ? `${below}.${table}` : "brands");
    const markup = below
      ? template.innerHTML.replaceAll(`brand.new0.${table}.new0`, `${below}.${table}.new${added}`)
      : template.innerHTML.replaceAll("brand.new0", `brand.new${added}`);
    place.insertAdjacentHTML("beforeend", markup);
    const row = place.lastElementChild;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    changed();
    return row;
  }

  // a row of the file is marked and can come back until it is saved; a new one just goes
  function remove(button) {
    const name = button.dataset.remove;
    const row = document.getElementById(name);
    if (/\.new\d+$/.test(name)) {
      row.remove();
    } else {
      const mark = row.querySelector(`input[name="${name}.removed"]`);
      mark.value = mark.value ? "" : "1";
      row.classList.toggle("removed", Boolean(mark.value));
      button.dataset.words ??= button.textContent;
      button.textContent = mark.value ? _("Put back") : button.dataset.words;
    }
    changed();
  }

  function accept(button) {
    const { accept: text, row, into } = button.dataset;
    if (into === "product") {
      const product = add("product", row);
      document.getElementById(`${product.id}.name`).value = text;
    } else {
      const lines = document.getElementById(`${row}.${into}`);
      if (!lines) return;
      lines.value = [lines.value.trimEnd(), text].filter(Boolean).join("\n");
      lines.rows = Math.max(2, lines.value.split("\n").length);
    }
    button.disabled = true;
    button.textContent = _("added: save the form");
    say(_("{text}: added, not saved yet", { text }));
    changed();
  }

  function showProblems() {
    form.querySelectorAll("p.said[id]").forEach((line) => { line.textContent = ""; });
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    document.querySelectorAll("#checks [data-field]").forEach((problem) => {
      const line = document.getElementById(`${problem.dataset.field}-said`);
      if (line) line.append(problem.textContent, document.createElement("br"));
      document.getElementById(problem.dataset.field)?.setAttribute("aria-invalid", "true");
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.add) add(button.dataset.add, button.dataset.below);
    else if (button?.dataset.remove) remove(button);
    else if (button?.dataset.accept) accept(button);
  });
  form.addEventListener("input", () => { document.getElementById("unsaved").hidden = false; });
  document.getElementById("checks").addEventListener("htmx:after:swap", showProblems);
  document.querySelector("button[data-hx-target='#suggestions']").addEventListener("htmx:after:swap", (event) => {
    event.currentTarget.scrollIntoView({ block: "start" });
  });
})();
