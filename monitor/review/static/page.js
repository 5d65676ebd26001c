"use strict";
// What every page needs: sentences in the person's language, sending to the server, telling the person.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const SAID = "monitor-said";
  const CHANGED = 409; // the status for what is not as it was shown

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

  // what the server answers; an Error says in a sentence why there is nothing, with its `status` if it answered
  async function ask(path, options = {}) {
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      throw new Error(_("The server does not answer."));
    }
    if (answer.ok) return answer;
    const { detail } = await answer.json().catch(() => ({}));
    const why = new Error(detail ?? _("the server answered {status}", { status: answer.status }));
    throw Object.assign(why, { status: answer.status });
  }

  async function post(path, body) {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    return (await ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
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
      // what changed meanwhile is shown as it is now
      (error.status === CHANGED ? again : say)(_("Not written: {why}", { why: error.message }));
    }
  }

  // take back the last decisions, or what was decided about a whole seller
  async function undo(seller = null) {
    try {
      const events = await post("/undo", { seller });
      again(_("{number} taken back", { number: events.length }));
    } catch (error) {
      say(error.message);
    }
  }

  window.monitor = { _, say, ask, post, again, decide, undo, CHANGED };

  // when all scripts have run: who reads that a key takes it back can press it
  document.addEventListener("DOMContentLoaded", () => {
    const wordsBefore = sessionStorage.getItem(SAID);
    if (wordsBefore) { say(wordsBefore); sessionStorage.removeItem(SAID); }
  });

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
