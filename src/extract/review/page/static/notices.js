// What the page says: to the eye for a moment, to screen readers in the live region, and in dialogs.

const page = document.body.dataset;
let timer = 0;

export const words = (key) => page[`t${key[0].toUpperCase()}${key.slice(1)}`];

export function say(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  // A text that is the same as before is read again only when it is gone in between.
  requestAnimationFrame(() => (live.textContent = text));
}

export function toast(text, label = "", act = null, lasting = false) {
  const box = document.getElementById("toast");
  const button = box.querySelector("button");
  box.querySelector("span").textContent = text;
  button.hidden = !act;
  button.textContent = label;
  button.onclick = () => {
    box.hidden = true;
    act();
  };
  box.hidden = false;
  clearTimeout(timer);
  if (!lasting) timer = setTimeout(() => (box.hidden = true), act ? 8000 : 3500);
  say(text);
}

// Show a dialog; resolves to whether it was confirmed. `check` may object with a text before it closes.
export function dialog(id, check = () => "") {
  const box = document.getElementById(id);
  const form = box.querySelector("form");
  const error = box.querySelector(".error");
  if (error) error.hidden = true;
  return new Promise((done) => {
    let confirmed = false;
    form.onsubmit = (event) => {
      const objection = check();
      if (!objection) {
        confirmed = true;
        return;
      }
      event.preventDefault();
      error.textContent = objection;
      error.hidden = false;
    };
    for (const button of box.querySelectorAll("[data-close]")) button.onclick = () => box.close();
    box.onclose = () => done(confirmed);
    box.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    };
    box.showModal();
  });
}
