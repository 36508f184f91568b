// The form of a correction: each field is read by the server when it is left, and its message stands beside it.

import { fragment, send, Refused } from "./talk.js";
import { toast, words } from "./notices.js";
import { card } from "./queue.js";
import { decide } from "./deciding.js";
import { contents, message } from "./fields.js";

const place = () => document.getElementById("form");

export async function edit() {
  const fact = card()?.dataset.card;
  if (!fact) return;
  place().replaceChildren(await fragment(`/edit/${encodeURIComponent(fact)}`));
  const form = place().querySelector("form");
  if (!form) return;
  const before = contents(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form, before);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape") cancel();
  });
  form.addEventListener("change", (event) => check(form, event.target.name));
  form.scrollIntoView({ block: "nearest" });
  first(form)?.focus();
}

export function cancel() {
  place()?.replaceChildren();
  document.getElementById("fact").focus({ preventScroll: true });
}

// The value of a figure is what most corrections are about.
const first = (form) => form.querySelector("[name=value], [name=date], [name=person]");

async function check(form, name) {
  const text = contents(form)[name];
  const output = form.querySelector(`[data-field="${CSS.escape(name)}"] .reading`);
  try {
    const answer = await send("/check", { fact: form.dataset.edit, field: name, text });
    message(form, name, answer.error || "");
    output.textContent = answer.error ? "" : answer.shown;
    if (answer.contents?.unit && form.elements.unit && name !== "unit") form.elements.unit.value = answer.contents.unit;
  } catch {
    output.textContent = "";
  }
}

async function save(form, before) {
  const now = contents(form);
  const edits = Object.fromEntries(Object.entries(now).filter(([name, text]) => text !== before[name]));
  for (const name of Object.keys(now)) message(form, name, "");
  message(form, "", "");
  try {
    await decide("edit", { edits });
  } catch (error) {
    if (!(error instanceof Refused)) return toast(words("lost"));
    for (const [name, text] of Object.entries(error.content.errors)) message(form, name, text);
    form.querySelector("[aria-invalid]")?.focus();
  }
}
