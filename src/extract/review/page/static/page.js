// Keys, clicks and filters of the review page.

import { fragment } from "./talk.js";
import { dialog, toast, words } from "./notices.js";
import { card, current, mark, more, show, step } from "./queue.js";
import { bulk, decide, news, note, pair, rename, undo } from "./deciding.js";
import { cancel, edit } from "./editing.js";

const NEWS_EVERY = 4000;

const acts = {
  accept: () => decide("accept", {}, true),
  reject: () => decide("reject", {}, true),
  edit: () => edit(),
  merge: (button) => pair("same", button),
  different: (button) => pair("different", button),
  rename: () => rename(),
  note: () => note(),
  undo: (button) => undo(button?.dataset.decision),
  next: () => step(1),
  previous: () => step(-1),
  skip: () => step(1, true),
  search: () => document.getElementById("q").select(),
  help: () => dialog("help"),
  bulk: () => bulk(),
  more: () => more(),
  cancel: () => cancel(),
  why: (button) => why(button),
};
const keys = {
  a: "accept", x: "reject", e: "edit", m: "merge", d: "different", n: "note", u: "undo", " ": "skip", j: "next",
  k: "previous", "/": "search", "?": "help",
};

async function why(button) {
  const place = button.closest("details").querySelector(".account");
  place.textContent = words("whyWait");
  button.disabled = true;
  place.replaceChildren(await fragment(`/why/${encodeURIComponent(current())}/${button.dataset.number}`));
  button.hidden = true;
}

function act(name, button) {
  Promise.resolve(acts[name](button)).catch(() => toast(words("lost"), "", null, true));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) return act(button.dataset.do, button);
  const link = event.target.closest("#queue a, [data-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.dataset.open || link.closest("li").dataset.fact);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input:not([type=radio]), textarea, select, dialog");
  if (event.key === "Escape" && event.target.id === "q") return event.target.blur();
  if (field || document.querySelector("dialog[open]")) return;
  if (event.key === " " && event.target.closest("button, a, summary, input")) return;
  const name = keys[event.key];
  if (!name) return;
  event.preventDefault();
  act(name);
});

// Filters: an address without what is not asked for.
const form = document.getElementById("filters");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = new URLSearchParams();
  for (const [name, text] of new FormData(form))
    if (text.trim() && !(name === "status" && text === "open")) asked.set(name, text.trim());
  location.search = asked.toString();
});
form.addEventListener("change", (event) => {
  if (event.target.matches("select, [type=radio]")) form.requestSubmit();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("#queue a")) event.target.scrollIntoView({ block: "nearest" });
});

if (card()) mark(current());
document.body.dataset.ready = "true";
setInterval(news, NEWS_EVERY);
