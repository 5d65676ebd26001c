"use strict";
// Files that are dropped are sent one after the other; the import's progress is asked for until it has ended.
(() => {
  const { _, post, say } = window.monitor;
  const form = document.getElementById("import");
  if (!form) return;
  const input = document.getElementById("files");
  const begin = document.getElementById("begin");
  const folders = JSON.parse(form.dataset.pictureFolders);
  const most = { files: Number(form.dataset.mostFiles), bytes: Number(form.dataset.mostBytes) };
  let key = null; // of the import that files are handed in for
  let handed = 0;
  let sending = Promise.resolve();

  function refuse(name, why) {
    const line = document.createElement("li");
    line.textContent = `${name}: ${why}`;
    document.getElementById("refused").append(line);
  }

  // what lies in the folder that a browser saved beside a page: its pictures are sent after it, the rest is not needed
  const inFolder = (path) => folders.some((ending) => path.includes(`${ending}/`));
  const isPicture = (path) => /\.(jpe?g|png|webp|gif|avif|bmp)$/i.test(path);

  // the files of a dropped folder, or the one file, each with the folders that it lies in
  async function filesOf(entry) {
    if (entry.isFile) return [{ file: await new Promise((done, fail) => { entry.file(done, fail); }), path: entry.fullPath.slice(1) }];
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      const some = await new Promise((done, fail) => { reader.readEntries(done, fail); });
      if (!some.length || files.length > 20 * most.files) return files;
      for (const one of some) files.push(...await filesOf(one));
    }
  }

  async function send({ file, path }) {
    if (file.size > most.bytes) throw new Error(_("too large"));
    const asked = new URLSearchParams({ name: path.slice(-1000), saved: file.lastModified });
    const answer = await fetch(`/import/${key}/files?${asked}`, {
      method: "POST", headers: { Accept: "application/json" }, body: file,
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? _("the server answered {status}", { status: answer.status }));
  }

  async function handIn(files) {
    const pages = files.filter(({ path }) => !inFolder(path));
    const pictures = files.filter(({ path }) => inFolder(path) && isPicture(path));
    if (handed + pages.length > most.files) {
      refuse(_("{number} files", { number: pages.length }), _("at most {most} at once; nothing was taken", { most: most.files }));
      return;
    }
    begin.hidden = true;
    if (!key) document.getElementById("refused").replaceChildren();
    for (const one of pages) {
      try {
        key ??= (await post("/import", {})).import;
        await send(one);
        handed += 1;
      } catch (error) {
        refuse(one.file.name, error.message);
      }
      document.getElementById("handed").textContent = _("{number} pages are here", { number: handed });
    }
    // a picture that is not taken is only not shown
    for (const one of handed ? pictures : []) await send(one).catch(() => {});
    begin.hidden = handed === 0;
    if (handed) begin.focus();
  }

  function take(files) { sending = sending.then(async () => handIn(await files)).catch((error) => say(error.message)); }

  input.addEventListener("change", () => { take([...input.files].map((file) => ({ file, path: file.name }))); input.value = ""; });
  ["dragover", "dragenter"].forEach((kind) => form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  }));
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    take(Promise.all(entries.map(filesOf)).then((lists) => lists.flat()));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    begin.hidden = true;
    try {
      await post(`/import/${key}/run`, {});
      window.htmx.ajax("GET", `/import/${key}`, { target: "#progress" });
      key = null;
      handed = 0;
      document.getElementById("handed").textContent = "";
    } catch (error) {
      begin.hidden = false;
      say(error.message);
    }
  });
})();
