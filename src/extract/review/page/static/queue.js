// The list on the left and the fact on the right: which one is chosen, and what is shown of it.

import { fragment, built } from "./talk.js";
import { say, toast, words } from "./notices.js";

const list = document.getElementById("queue");
const pane = document.getElementById("fact");
let turn = 0;

export const card = () => pane.querySelector("[data-card]");
export const current = () => card()?.dataset.card || "";
export const rowOf = (fact) => list.querySelector(`li[data-fact="${CSS.escape(fact)}"]`);
export const rows = () => [...list.querySelectorAll("li[data-fact]")];

export async function show(fact, focus = false) {
  const mine = ++turn;
  const found = await fragment(`/fact/${encodeURIComponent(fact)}`);
  if (mine !== turn) return; // the reviewer has gone on
  pane.replaceChildren(found);
  pane.scrollTop = 0;
  mark(fact);
  const address = new URL(location.href);
  address.searchParams.set("at", fact);
  history.replaceState(null, "", address);
  if (focus) pane.focus({ preventScroll: true });
}

export function mark(fact) {
  for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
  const link = rowOf(fact)?.querySelector("a");
  if (!link) return;
  link.setAttribute("aria-current", "true");
  link.scrollIntoView({ block: "nearest" });
  say(link.innerText.replace(/\s+/g, " "));
}

// The next or the one before; at the end of what is loaded, more is loaded.
export async function step(by, skipDone = false) {
  const all = rows();
  let at = all.findIndex((row) => row.dataset.fact === current());
  if (at < 0) at = by > 0 ? -1 : all.length;
  do at += by;
  while (skipDone && all[at]?.classList.contains("r-done"));
  if (!all[at] && by > 0 && (await more())) return step(by, skipDone);
  if (!all[at]) {
    toast(words("endOfQueue"));
    return reload();
  }
  return show(all[at].dataset.fact);
}

export async function more() {
  const button = list.querySelector("[data-do=more]");
  if (!button) return false;
  const found = await fragment("/rows", { after: button.dataset.after });
  for (const row of found.querySelectorAll("li[data-fact]")) if (rowOf(row.dataset.fact)) row.remove();
  button.closest("li").replaceWith(found);
  return true;
}

export function replaceRow(fact, html) {
  const row = rowOf(fact);
  if (!row) return;
  const chosen = row.querySelector("a").hasAttribute("aria-current");
  const fresh = built(html).querySelector("li");
  if (chosen) fresh.querySelector("a").setAttribute("aria-current", "true");
  row.replaceWith(fresh);
}

export async function refreshRow(fact) {
  if (!rowOf(fact)) return;
  const found = await fragment(`/row/${encodeURIComponent(fact)}`);
  const fresh = found.querySelector("li");
  if (fresh) replaceRow(fact, fresh.outerHTML);
  else rowOf(fact)?.remove();
}

export const reload = () => current() && show(current());

export function tally([done, left]) {
  const bar = document.getElementById("progress");
  bar.max = Math.max(1, done + left);
  bar.value = done;
  const shown = new Intl.NumberFormat(document.documentElement.lang);
  document.getElementById("tally").textContent = words("tally")
    .replace("DONE", shown.format(done))
    .replace("LEFT", shown.format(left));
}
