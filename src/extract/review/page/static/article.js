// An article: words are marked that state a fact which was missed. Offsets count code points, as the server does.

import { fragment, send, Refused } from "./talk.js";
import { toast, words } from "./notices.js";
import { contents, message } from "./fields.js";

const text = document.getElementById("text");
const form = document.getElementById("missed");
let place = { start: -1, end: -1, quote: "" };

// Where a point of the text lies; each run knows where it begins.
function offset(node, at) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!run) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : "";
  return Number(run.dataset.start) + Array.from(before).length;
}

function marked() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const runs = [...text.querySelectorAll("[data-start]")].filter((run) => range.intersectsNode(run));
  if (!runs.length || !text.contains(range.commonAncestorContainer)) return null;
  const last = runs[runs.length - 1];
  const start = offset(range.startContainer, range.startOffset) ?? Number(runs[0].dataset.start);
  const ends = range.endContainer.nodeType === Node.TEXT_NODE ? offset(range.endContainer, range.endOffset) : null;
  const end = ends ?? Number(last.dataset.start) + Array.from(last.textContent).length;
  return { start, end, quote: selection.toString() };
}

async function fields() {
  const kind = form.elements.kind.value;
  const asked = { name: text.dataset.article, kind, text: form.elements.quote.value.slice(0, 2000) };
  document.getElementById("missed-fields").replaceChildren(await fragment("/missed", asked));
}

async function take() {
  const found = marked();
  if (!found || found.quote.trim() === place.quote.trim()) return;
  place = found;
  form.elements.quote.value = found.quote;
  await fields();
}

async function save() {
  const { quote, kind, note, ...cells } = contents(form);
  const own = quote === place.quote ? place : { start: -1, end: -1 };
  for (const name of ["", "quote", ...Object.keys(cells)]) message(form, name, "");
  const body = { article: text.dataset.article, start: own.start, end: own.end, quote, kind, note, cells };
  try {
    const answer = await send("/missed", body);
    toast(answer.said, "", null, true);
    form.reset();
    place = { start: -1, end: -1, quote: "" };
    document.getElementById("missed-fields").replaceChildren();
  } catch (error) {
    if (!(error instanceof Refused)) return toast(words("lost"), "", null, true);
    const errors = error.content.errors || { "": error.message };
    for (const [name, says] of Object.entries(errors)) message(form, name, says);
    form.querySelector("[aria-invalid]")?.focus();
  }
}

if (form) {
  document.addEventListener("selectionchange", () => {
    clearTimeout(form.timer);
    form.timer = setTimeout(take, 250);
  });
  form.elements.kind.addEventListener("change", fields);
  form.elements.quote.addEventListener("change", fields);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}
document.body.dataset.ready = "true";
