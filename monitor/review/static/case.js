"use strict";
// Case by case: keys decide, the next case is painted at once and taken back when the server refuses.
(() => {
  const main = document.querySelector("main");
  const { _, ask, post, say, open, onKeys, CHANGED } = window.monitor;
  const AHEAD = 3; // cases loaded before they are asked for
  const PAUSE = 500; // ms: keys pressed before one can see that a refused case is back decide nothing
  const loaded = new Map(); // address to the promise of a case, ready to be shown
  const decided = []; // addresses of the cases that were decided here, for undo
  const before = []; // addresses of the cases that were shown before, for going back
  let shownAt = performance.now();
  let writing = Promise.resolve();
  let waiting = 0; // decisions and undos that are not written yet
  let moving = 0; // cases that are on their way to the screen: the one that is there is not decided again
  let refusals = 0; // decisions that the server refused so far
  let backs = 0; // cases that were put back on the screen so far: what was on its way before is not shown over them
  let broken = null; // why decisions can't be written, and how many behind the first were not tried
  let listensFrom = 0;

  const article = () => document.querySelector(".case");

  async function fetched(address) {
    const answer = await ask(address, { headers: { Accept: "text/html, application/json" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("main");
    // decoded now, so that they are there when the case is painted
    content.querySelectorAll("img").forEach((picture) => { new Image().src = picture.getAttribute("src"); });
    const next = content.querySelector(".case")?.dataset.next;
    return { nodes: [...document.adoptNode(content).childNodes], next };
  }

  function load(address) {
    if (!loaded.has(address)) loaded.set(address, fetched(address));
    return loaded.get(address);
  }

  async function loadAhead() {
    let next = article()?.dataset.next;
    try {
      for (let place = 0; next && place < AHEAD; place += 1) next = (await load(next)).next;
    } catch {
      loaded.clear(); // asked for again when it is needed, and said then
    }
  }

  function paint(nodes, address, remember) {
    main.replaceChildren(...nodes);
    if (remember) history.pushState(null, "", address);
    shownAt = performance.now();
    requestAnimationFrame(() => setTimeout(loadAhead));
  }

  // whether it was shown
  async function go(address, remember = true) {
    const at = backs;
    moving += 1;
    try {
      const { nodes } = await load(address);
      loaded.delete(address);
      if (backs !== at) return false;
      paint(nodes, address, remember);
      return true;
    } catch (error) {
      loaded.delete(address);
      if (backs === at) say(_("Not loaded: {why}", { why: error.message }));
      return false;
    } finally {
      moving -= 1;
    }
  }

  async function forward(address) {
    const from = location.href;
    if (await go(address)) before.push(from);
  }

  // one after the other, so that an undo takes back what came before it
  function write(work) {
    waiting += 1;
    document.body.dataset.writing = waiting;
    writing = writing.then(work).finally(() => {
      waiting -= 1;
      if (waiting) document.body.dataset.writing = waiting;
      else delete document.body.dataset.writing;
      if (!waiting) broken = null;
    });
    return writing;
  }

  // mark what is not as it was when the person decided
  function markChanges(before, now) {
    const parts = (nodes) => nodes.flatMap((node) => [...(node.querySelectorAll?.("h1, dd, .reasons li") ?? [])]);
    const known = new Set(parts(before).map((part) => part.textContent));
    parts(now).filter((part) => !known.has(part.textContent)).forEach((part) => part.classList.add("changed"));
  }

  // the case is back: as it is now where it changed meanwhile, else as it was
  async function takeBack(error, id, from, shown) {
    refusals += 1;
    loaded.clear();
    let nodes = shown;
    let told = _("Not written: {why}", { why: error.message });
    if (error.status === CHANGED) {
      const anew = new URL(from);
      anew.searchParams.set("finding", id);
      const now = await fetched(anew.href).catch(() => null);
      if (now) {
        nodes = now.nodes;
        markChanges(shown, nodes);
        told = `${told} ${_("What changed is marked.")}`;
      }
    } else broken = { told, behind: 0 };
    backs += 1;
    paint(nodes, from, true);
    open("states");
    listensFrom = performance.now() + PAUSE;
    say(told);
  }

  function wanted(button) {
    const { id, seen, shown, together, alike } = article().dataset;
    const { state, ground, reason, seller } = button.dataset;
    const all = { [id]: seen, ...(together ? JSON.parse(alike) : {}) };
    const ids = Object.keys(all);
    // those that are alike have the same state
    const states = Object.fromEntries(ids.map((one) => [one, shown]));
    const body = { ids, seen: seller ? {} : all, states: seller ? {} : states, took_ms: Math.round(performance.now() - shownAt) };
    return Object.assign(body, seller ? { state: "dismissed" } : { state, ground, reason });
  }

  function decide(button) {
    const { next, start } = article().dataset;
    const { seller } = button.dataset;
    const body = wanted(button);
    const { id } = article().dataset;
    const from = location.href;
    const shown = [...main.childNodes];
    const decidedCase = article();
    decidedCase.dataset.decided = ""; // until the next one is shown, only undo is taken
    open("states");
    const at = refusals;
    const written = write(async () => {
      if (broken) {
        broken.behind += 1;
        say(_("{told} {number} decided after it are not written either.", { told: broken.told, number: broken.behind }));
        return false;
      }
      try {
        const events = await post(seller ? "/decisions?whole_seller=true" : "/decisions", body);
        decided.push(from);
        if (refusals === at) say(_("{number} × {state}; u takes it back", { number: events.length, state: _(body.state) }));
        return true;
      } catch (error) {
        delete decidedCase.dataset.decided;
        await takeBack(error, id, from, shown);
        return false;
      }
    });
    // what a decision about several leaves to decide is known when it is written; so is what is left behind the last
    const several = seller || body.ids.length > 1;
    if (!several && next) {
      forward(next);
      return;
    }
    moving += 1;
    write(async () => {
      if (await written && refusals === at) {
        loaded.clear();
        await forward(next || start);
      }
    }).finally(() => { moving -= 1; });
  }

  function undo() {
    const at = refusals;
    write(async () => {
      if (refusals !== at) return; // it was meant for a decision that was refused: there is nothing to take back
      try {
        const events = await post("/undo", {});
        loaded.clear();
        say(_("{number} taken back", { number: events.length }));
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
    if (performance.now() < listensFrom) return;
    const { opens, undo: takesBack, skip, back } = button.dataset;
    const { next, decided: isDecided } = article().dataset;
    if (takesBack) undo();
    else if (moving || (isDecided !== undefined && !skip && !back)) return;
    else if (opens) open(opens);
    else if (button.dataset.together) together(button);
    else if (back && before.length) go(before.pop());
    else if (back) say(_("This is the first one."));
    else if (skip && next) forward(next);
    else if (skip) say(_("This is the last one."));
    else decide(button);
  }

  onKeys(act);
  window.addEventListener("popstate", () => { loaded.clear(); go(location.href, false); });
  loadAhead();
})();
