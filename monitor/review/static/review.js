"use strict";
// Case by case: keys decide, the next case is painted at once and taken back when the server refuses.
(() => {
  const main = document.querySelector("main");
  const { post, say } = window.monitor;
  const AHEAD = 3; // cases loaded before they are asked for
  const loaded = new Map(); // address to the promise of a case's markup
  const decided = []; // addresses of the cases that were decided here, for undo
  let shownAt = performance.now();
  let writing = Promise.resolve();

  const article = () => document.querySelector(".case");
  if (!article()) return;

  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("main").innerHTML;
  }

  function load(address) {
    if (!loaded.has(address)) loaded.set(address, fetched(address));
    return loaded.get(address);
  }

  async function loadAhead() {
    let next = article()?.dataset.next;
    try {
      for (let place = 0; next && place < AHEAD; place += 1) {
        const markup = new DOMParser().parseFromString(await load(next), "text/html");
        next = markup.querySelector(".case")?.dataset.next;
      }
    } catch {
      loaded.clear(); // asked for again when it is needed, and said then
    }
  }

  function paint(markup, address, remember) {
    main.innerHTML = markup;
    if (remember) history.pushState(null, "", address);
    shownAt = performance.now();
    loadAhead();
  }

  async function go(address, remember = true) {
    try {
      const markup = await load(address);
      loaded.delete(address);
      paint(markup, address, remember);
    } catch (error) {
      loaded.delete(address);
      say(`Not loaded: ${error.message}`);
    }
  }

  // one after the other, so that an undo takes back what came before it
  function write(work) {
    document.body.dataset.writing = "";
    writing = writing.then(work).finally(() => { delete document.body.dataset.writing; });
    return writing;
  }

  function open(name) {
    document.querySelectorAll(".keys").forEach((keys) => { keys.hidden = keys.id !== name; });
    document.querySelector(`#${name} button`)?.focus();
  }

  function decide(button) {
    const { id, seen, next, start } = article().dataset;
    const { state, ground, reason, seller } = button.dataset;
    const together = article().dataset.together ? JSON.parse(article().dataset.alike) : {};
    const all = { [id]: seen, ...together };
    const body = { ids: Object.keys(all), seen: seller ? {} : all, took_ms: Math.round(performance.now() - shownAt) };
    Object.assign(body, seller ? { state: "dismissed" } : { state, ground, reason });
    const from = location.href;
    const before = main.innerHTML;
    const path = seller ? "/decisions?whole_seller=true" : "/decisions";
    const written = write(async () => {
      try {
        const events = await post(path, body);
        decided.push(from);
        say(`${events.length > 1 ? `${events.length} × ` : ""}${body.state}; u takes it back`);
        return true;
      } catch (error) {
        loaded.clear();
        paint(before, from, true);
        open("states");
        say(`Not written: ${error.message}`);
        return false;
      }
    });
    // what a decision about several leaves to decide is known when it is written; so is what is left behind the last
    const several = seller || body.ids.length > 1;
    if (!several && next) go(next);
    else written.then((done) => { if (done) { loaded.clear(); go(next || start); } });
  }

  function undo() {
    write(async () => {
      try {
        const events = await post("/undo", {});
        loaded.clear();
        say(`${events.length} ${events.length === 1 ? "decision" : "decisions"} taken back`);
        await go(decided.pop() ?? article().dataset.start);
      } catch (error) {
        say(error.message);
      }
    });
  }

  function together(button) {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    if (pressed) article().dataset.together = "1";
    else delete article().dataset.together;
  }

  function act(button) {
    const { opens, undo: takesBack, skip } = button.dataset;
    const { next } = article().dataset;
    if (opens) open(opens);
    else if (button.dataset.together) together(button);
    else if (takesBack) undo();
    else if (!skip) decide(button);
    else if (next) go(next);
    else say("This is the last one.");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-key]");
    if (button) act(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.matches("input, textarea")) return;
    const keys = [...document.querySelectorAll(".keys:not([hidden]) button[data-key]")];
    const button = keys.find((one) => one.dataset.key === event.key);
    if (button) { event.preventDefault(); act(button); }
  });
  window.addEventListener("popstate", () => { loaded.clear(); go(location.href, false); });
  loadAhead();
})();
