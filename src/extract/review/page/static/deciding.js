// Decisions: sent at once, answered with what the queue shows afterwards.

import { ask, fragment, send, Refused } from "./talk.js";
import { dialog, say, toast, words } from "./notices.js";
import { card, current, refreshRow, reload, replaceRow, show, step, tally } from "./queue.js";

const page = document.body.dataset;
const taken = []; // decisions of this tab, the last ones last: {fact, decisions}
let busy = false;

export async function decide(action, more = {}, goOn = false) {
  const shown = card();
  if (!shown || busy) return false;
  const body = { action, fact: shown.dataset.card, mark: shown.dataset.mark, ...more };
  const answer = await sent("/decide", body);
  if (!answer) return false;
  taken.push({ fact: body.fact, decisions: answer.decisions });
  took(answer);
  if (goOn) await step(1, true);
  else await reload();
  return true;
}

// One decision by its id; without one, what this tab decided last, or else the last decision on the fact that is shown.
export async function undo(decision = "") {
  const last = decision ? null : taken.pop();
  const id = decision || card()?.querySelector("[data-decision]")?.dataset.decision;
  const decisions = last?.decisions || (id ? [id] : []);
  if (!decisions.length) return toast(words("nothingToUndo"));
  const answer = await sent("/undo", { decisions });
  if (!answer) return reload();
  for (const one of taken) one.decisions = one.decisions.filter((each) => !decisions.includes(each));
  took(answer);
  return show(answer.fact);
}

function took(answer) {
  for (const [fact, html] of Object.entries(answer.rows)) replaceRow(fact, html);
  tally(answer.tally);
  page.place = answer.place;
  toast(answer.said, words("undo"), () => undo());
}

// Send; when somebody was quicker, say what happened and ask.
async function sent(path, body) {
  busy = true;
  try {
    return await send(path, body);
  } catch (error) {
    if (!(error instanceof Refused)) {
      toast(words("lost"), "", null, true);
      return null;
    }
    if (error.status === 409 && error.content.mark) return await confirmed(path, body, error.content);
    if (error.status === 422) throw error;
    toast(error.message, "", null, true);
    await refreshRow(body.fact || "");
    return null;
  } finally {
    busy = false;
  }
}

async function confirmed(path, body, happened) {
  const lines = document.querySelector("#overtaken ul");
  lines.replaceChildren(
    ...happened.happened.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }),
  );
  await refreshRow(happened.fact);
  if (!(await dialog("overtaken"))) {
    await reload();
    return null;
  }
  const mark = happened.fact === body.other ? { other_mark: happened.mark } : { mark: happened.mark };
  return sent(path, { ...body, ...mark });
}

// The suggestion that "m" and "d" speak of: the one whose button was pressed, else the first that is open.
export async function pair(action, button) {
  const shown = card();
  if (!shown) return;
  const listed = shown.querySelector("[data-do=merge][data-other]")?.dataset.other || "";
  if (!listed && !button?.dataset.other && action === "same" && shown.dataset.rename) return rename();
  const other = button?.dataset.other || listed || (action === "different" && shown.dataset.rename) || "";
  if (!other) return toast(words("nothingToMerge"));
  const side = shown.querySelector(`[data-side="${CSS.escape(other)}"]`);
  await decide(action, { other, other_mark: side?.dataset.sideMark || "" }, action === "same");
}

// The person is one whom the register of officials knows by another spelling.
export const rename = () => decide("edit", { edits: { person: card().dataset.rename } }, true);

export async function note() {
  const field = document.getElementById("note-text");
  field.value = "";
  if (await dialog("note", () => (field.value.trim() ? "" : words("noteEmpty"))))
    await decide("note", { note: field.value.trim() });
}

export async function bulk() {
  const { number, says } = await ask("/bulk");
  document.getElementById("bulk-says").textContent = says;
  const field = document.getElementById("bulk-number");
  field.value = "";
  const typed = () => field.value.replace(/[\s.,]/g, "") === String(number);
  if (!number || !(await dialog("bulk", () => (typed() ? "" : words("bulkWrong"))))) return;
  try {
    const { batch, said } = await send("/bulk", { number });
    toast(said, words("undo"), async () => {
      await send("/bulk/undo", { batch });
      location.reload();
    });
    await fresh();
  } catch (error) {
    toast(error instanceof Refused ? error.message : words("lost"), "", null, true);
  }
}

// The list anew, without losing what the page says.
async function fresh() {
  const { tally: counts, place } = await ask("/news", { place: "0" });
  if (counts) tally(counts);
  page.place = place;
  document.getElementById("queue").replaceChildren(await fragment("/rows"));
  await reload();
}

// What others have done, every few seconds while the page is looked at.
export async function news() {
  if (document.hidden || busy) return;
  let answer;
  try {
    answer = await ask("/news", { place: page.place });
  } catch {
    return; // the server is away; the next decision will say so
  }
  const moved = answer.place !== Number(page.place);
  page.place = answer.place;
  if (answer.version !== page.version) {
    page.version = answer.version;
    toast(words("newTables"), words("reload"), () => location.reload(), true);
  }
  if (!moved) return;
  if (answer.tally) tally(answer.tally);
  for (const fact of answer.facts) await refreshRow(fact);
  if (answer.facts.includes(current()) && !document.querySelector("form.edit, dialog[open]")) {
    toast(words("othersDecided"));
    await reload();
  }
  say(words("othersDecided"));
}
