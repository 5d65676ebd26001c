// The saving button. Each line is a whole statement or ends where the next may begin: it is joined to one line.
(() => {
const roots = [];
const collect = (node) => {
for (const element of node.querySelectorAll("*")) {
if (element.shadowRoot) { roots.push(element.shadowRoot); collect(element.shadowRoot); }
}
};
collect(document);
const root = document.documentElement;
let page = root.outerHTML;
if (roots.length && root.getHTML) {
const empty = root.cloneNode(false).outerHTML;
page = empty.slice(0, empty.lastIndexOf("</")) + root.getHTML({ shadowRoots: roots }) + "</html>";
}
const at = new Date().toISOString();
const from = location.href.replace(/[\s<>"]/g, encodeURIComponent);
const note = "<!-- saved by the button of monitor, version 1, at " + at + " from " + from + " -->";
const form = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "";
const file = new Blob(["\ufeff", note, "\n", form, "\n", page, "\n"], { type: "text/html" });
const link = document.createElementNS("http://www.w3.org/1999/xhtml", "a");
link.href = URL.createObjectURL(file);
link.download = (location.hostname + " " + document.title).replace(/[^\p{L}\p{N}.-]+/gu, " ").trim().slice(0, 80) + " " + at.replace(/[:.]/g, "-") + ".html";
link.click();
setTimeout(() => URL.revokeObjectURL(link.href), 60000);
})();
