"use strict";
// What every page needs: sentences in the person's language, sending to the server, telling the person.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const SAID = "monitor-said";

  // the sentence in the person's language, with what stands in braces filled in
  function _(sentence, values = {}) {
    const said = words[sentence] ?? sentence;
    return said.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  function say(sentence) {
    const line = document.createElement("p");
    line.textContent = sentence;
    document.getElementById("said").replaceChildren(line);
  }

  async function post(path, body) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? _("the server answered {status}", { status: answer.status }));
    return told;
  }

  // the page anew, as the store is now, and what there is to say about it
  function again(sentence) {
    sessionStorage.setItem(SAID, sentence);
    location.reload();
  }

  // decide about findings ({id: seen}), and show the page anew; what is refused is said
  async function decide(seen, { state, ground, reason }, note = null) {
    try {
      const ids = Object.keys(seen);
      const shown = [...document.querySelectorAll("[data-shown]")].filter((one) => ids.includes(one.dataset.id));
      const states = Object.fromEntries(shown.map((one) => [one.dataset.id, one.dataset.shown]));
      const events = await post("/decisions", { ids, seen, states, state, ground, reason, note });
      again(_("{number} × {state}; u takes it back", { number: events.length, state: _(state) }));
    } catch (error) {
      say(_("Not written: {why}", { why: error.message }));
    }
  }

  async function undo() {
    try {
      const events = await post("/undo", {});
      again(_("{number} taken back", { number: events.length }));
    } catch (error) {
      say(error.message);
    }
  }

  window.monitor = { _, say, post, decide, undo };

  const wordsBefore = sessionStorage.getItem(SAID);
  if (wordsBefore) { say(wordsBefore); sessionStorage.removeItem(SAID); }

  document.querySelectorAll("button[data-language]").forEach((button) => {
    button.addEventListener("click", async () => {
      try {
        await post("/language", { language: button.dataset.language });
        location.reload();
      } catch (error) {
        say(error.message);
      }
    });
  });

  const help = document.getElementById("help");
  function showHelp() { if (help && !help.open) help.showModal(); }
  document.querySelector("button[data-help]")?.addEventListener("click", showHelp);
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.matches("input:not([type=checkbox]), textarea, select")) showHelp();
  });

  // what htmx could not load stays as it was, and the person is told
  document.addEventListener("htmx:response:error", (event) => {
    say(_("the server answered {status}", { status: event.detail.ctx.response.status }));
  });
  document.addEventListener("htmx:error", () => say(_("The server does not answer.")));
})();
