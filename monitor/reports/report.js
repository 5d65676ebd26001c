"use strict";
(() => {
  const table = document.getElementById("findings");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => row.cells.length > 1);
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(undefined, { numeric: true });

  const valueOf = (row, column) => (row.cells[column].dataset.value ?? row.cells[column].textContent).trim();

  function compare(numeric, a, b) {
    if (a === "" || b === "") return Number(a === "") - Number(b === "");
    return numeric ? a - b : collator.compare(a, b);
  }

  function sort(column) {
    const head = heads[column];
    const numeric = head.dataset.sort === "number";
    const first = numeric ? "descending" : "ascending";
    const second = numeric ? "ascending" : "descending";
    const order = head.getAttribute("aria-sort") === first ? second : first;
    const sign = order === "ascending" ? 1 : -1;
    const keyed = rows.map((row) => [valueOf(row, column), row]);
    keyed.sort(([a], [b]) => (a === "" || b === "" ? 1 : sign) * compare(numeric, a, b));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    body.append(...keyed.map(([, row]) => row));
  }

  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const texts = rows.map((row) => row.textContent.toLowerCase());

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      number += row.hidden ? 0 : 1;
    });
    shown.textContent = `${number} / ${rows.length}`;
  }

  filter.addEventListener("input", apply);
  filter.closest(".tools").hidden = false;
  apply();
})();
