"use strict";
(() => {
  const table = document.getElementById("findings");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => row.cells.length > 1);
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(undefined, { numeric: true });
  const SCORE = 1;
  const VENDOR = 4;
  let order = rows;

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
    const direction = head.getAttribute("aria-sort") === first ? second : first;
    const sign = direction === "ascending" ? 1 : -1;
    const keyed = rows.map((row) => [valueOf(row, column), row]);
    keyed.sort(([a], [b]) => (a === "" || b === "" ? 1 : sign) * compare(numeric, a, b));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", direction);
    order = keyed.map(([, row]) => row);
    arrange();
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  // Sellers: each has a heading and its findings; the seller with most of them comes first.
  let groups = null;
  const byScore = document.getElementById("by-score");
  const bySeller = document.getElementById("by-seller");

  function heading(row) {
    const line = document.createElement("tr");
    line.className = "group";
    line.setAttribute("role", "row");
    const cell = document.createElement("th");
    cell.setAttribute("role", "rowheader");
    const name = document.createElement("bdi");
    name.textContent = row.dataset.seller ? valueOf(row, VENDOR) || row.dataset.seller : "no seller named";
    const note = document.createElement("span");
    cell.append(name, note);
    line.append(cell);
    return { line, note, place: row.dataset.seller ? ` · ${row.dataset.place}` : "", rows: [], best: 0 };
  }

  function sellers() {
    const found = new Map();
    for (const row of order) {
      const key = row.dataset.seller;
      if (!found.has(key)) found.set(key, heading(row));
      const group = found.get(key);
      group.rows.push(row);
      group.best = Math.max(group.best, Number(valueOf(row, SCORE)));
    }
    const named = ([key]) => Number(key !== "");
    return [...found]
      .sort((a, b) => named(b) - named(a) || b[1].rows.length - a[1].rows.length || b[1].best - a[1].best)
      .map(([, group]) => group);
  }

  function count(group) {
    const number = group.rows.filter((row) => !row.hidden).length;
    group.line.hidden = number === 0;
    group.note.textContent = `${group.place} · ${number} ${number === 1 ? "finding" : "findings"}`;
  }

  function arrange() {
    groups?.forEach((group) => group.line.remove());
    const grouped = bySeller.getAttribute("aria-pressed") === "true";
    groups = grouped ? sellers() : null;
    groups?.forEach(count);
    body.append(...(groups ? groups.flatMap((group) => [group.line, ...group.rows]) : order));
  }

  function show(grouped) {
    bySeller.setAttribute("aria-pressed", String(grouped));
    byScore.setAttribute("aria-pressed", String(!grouped));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    sort(SCORE);
  }

  byScore.addEventListener("click", () => show(false));
  bySeller.addEventListener("click", () => show(true));

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
    groups?.forEach(count);
    shown.textContent = `${number} / ${rows.length}`;
  }

  filter.addEventListener("input", apply);
  filter.closest(".tools").hidden = false;
  table.classList.add("scripted");
  apply();
})();
