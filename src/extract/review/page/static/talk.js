// Requests to the server: what is sent, what comes back, and what to do when the server was started anew.

export class Refused extends Error {
  constructor(status, content) {
    super(content.message || String(status));
    this.status = status;
    this.content = content;
  }
}

const page = document.body.dataset;
let secret = page.csrf;
let waiting = 0;

// Marks the page while an answer is awaited: for the pointer, and for whoever waits until it has settled.
async function awaited(work) {
  page.waiting = ++waiting;
  try {
    return await work();
  } finally {
    if (--waiting) page.waiting = waiting;
    else delete page.waiting;
  }
}

// The filters of the address, for every answer that shows a part of the queue.
export function filters(more = {}) {
  const asked = new URLSearchParams(location.search);
  asked.delete("at");
  asked.delete("after");
  asked.set("ui", page.ui);
  for (const [name, text] of Object.entries(more)) asked.set(name, text);
  return asked.toString();
}

export async function fragment(path, more) {
  const found = await awaited(async () => (await fetch(`${path}?${filters(more)}`)).text());
  return built(found);
}

// Markup of our own server, in which everything that comes from articles is escaped.
export function built(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export async function ask(path, more) {
  return awaited(async () => content(await fetch(`${path}?${filters(more)}`)));
}

export function send(path, body) {
  return awaited(() => posted(path, body, true));
}

async function posted(path, body, again) {
  const answer = await fetch(`${path}?${filters()}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": secret },
    body: JSON.stringify(body),
  });
  if (answer.status === 403 && answer.headers.get("X-Stale") && again) {
    secret = (await ask("/session")).csrf;
    return posted(path, body, false);
  }
  return content(answer);
}

async function content(answer) {
  const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const found = json ? await answer.json() : { message: await answer.text() };
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}
