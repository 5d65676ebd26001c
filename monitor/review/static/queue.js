"use strict";
// The queue: rows are selected with x or the mouse, j and k go down and up, one decision for all selected.
(() => {
  const { post, say } = window.monitor;
  const bar = document.querySelector(".bulk");
  const rows = [...document.querySelectorAll("tr[data-id]")];
  const box = (row) => row.querySelector("input");
  const chosen = () => rows.filter((row) => box(row).checked);
  const TOLD = "monitor-told";

  function show() {
    const number = chosen().length;
    bar.hidden = number === 0;
    document.getElementById("selected").textContent = `${number} selected`;
  }

  function again(words) {
    sessionStorage.setItem(TOLD, words);
    location.reload();
  }

  document.getElementById("all").addEventListener("change", (event) => {
    rows.forEach((row) => { box(row).checked = event.target.checked; });
    show();
  });
  rows.forEach((row) => box(row).addEventListener("change", show));

  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [state, why] = bar.decision.value.split(" ");
    const seen = Object.fromEntries(chosen().map((row) => [row.dataset.id, row.dataset.seen]));
    const body = { ids: Object.keys(seen), seen, state, note: bar.note.value || null };
    if (why) body[state === "confirmed" ? "ground" : "reason"] = why;
    try {
      const events = await post("/decisions", body);
      again(`${events.length} × ${state}; u takes it back`);
    } catch (error) {
      say(`Not written: ${error.message}`);
    }
  });

  async function undo() {
    try {
      const events = await post("/undo", {});
      again(`${events.length} ${events.length === 1 ? "decision" : "decisions"} taken back`);
    } catch (error) {
      say(error.message);
    }
  }
  document.getElementById("undo").addEventListener("click", undo);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input:not([type=checkbox]), select")) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const move = { j: at + 1, k: at - 1 }[event.key];
    if (move !== undefined && rows[move]) box(rows[move]).focus();
    else if (event.key === "x" && rows[at]) box(rows[at]).click();
    else if (event.key === "u") undo();
    else return;
    event.preventDefault();
  });

  const told = sessionStorage.getItem(TOLD);
  if (told) { say(told); sessionStorage.removeItem(TOLD); }
  show();
})();
