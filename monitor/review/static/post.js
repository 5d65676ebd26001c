"use strict";
// What both pages need: send to the server, and tell the person.
window.monitor = {
  say(words) {
    const line = document.createElement("p");
    line.textContent = words;
    document.getElementById("said").replaceChildren(line);
  },

  async post(path, body) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? `the server answered ${answer.status}`);
    return told;
  },
};
