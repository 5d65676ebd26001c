"use strict";
// Lists: rows are selected with x or the mouse, j and k go down and up, one decision is for all that are selected.
(() => {
  const { _, decide, undo, open, onKeys } = window.monitor;
  const rows = () => [...document.querySelectorAll("tr[data-id]")];
  const box = (row) => row.querySelector("input");
  const selected = () => rows().filter((row) => box(row).checked);
  const seen = () => Object.fromEntries(selected().map((row) => [row.dataset.id, row.dataset.seen]));

  function show() {
    const number = selected().length;
    const bar = document.querySelector(".bulk");
    if (!bar) return;
    if (bar.hidden) open("states");
    bar.hidden = number === 0;
    document.getElementById("selected").textContent = _("{number} selected", { number });
  }

  function select(these, checked) {
    these.forEach((row) => { box(row).checked = checked; });
    show();
  }

  function move(step) {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[at < 0 ? 0 : at + step];
    if (next) box(next).focus();
  }

  function toggle() {
    const row = rows().find((one) => one.contains(document.activeElement));
    if (row) box(row).click();
  }

  onKeys((button) => {
    const { opens, undo: takesBack, seller, clear, cases } = button.dataset;
    if (opens) open(opens);
    else if (takesBack) undo(seller);
    else if (clear) select(rows(), false);
    else if (cases) location.assign(`/cases/new?${new URLSearchParams(Object.keys(seen()).map((id) => ["id", id]))}`);
    else decide(seen(), button.dataset, document.getElementById("note").value || null);
  }, { j: () => move(1), k: () => move(-1), x: toggle, u: () => undo() });

  document.addEventListener("change", (event) => {
    if (event.target.id === "all") select(rows(), event.target.checked);
    else if (event.target.closest("tr[data-id]")) show();
  });
  // a phone shows the findings first, and the filters when they are asked for
  function fold() {
    const filters = document.querySelector("details.filters");
    if (filters && matchMedia("(max-width: 900px)").matches) filters.open = false;
  }

  document.addEventListener("htmx:after:swap", () => { fold(); show(); });

  fold();
  show();
})();
