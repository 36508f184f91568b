// What stands in the fields of a form, and the message beside one of them.

export function contents(form) {
  const found = {};
  for (const [name, text] of new FormData(form)) found[name] = name in found ? `${found[name]}+${text}` : text;
  for (const box of form.querySelectorAll("[type=checkbox]")) found[box.name] ??= "";
  for (const area of form.querySelectorAll(".f-lines textarea"))
    found[area.name] = area.value.split(/[\n;]/).map((one) => one.trim()).filter(Boolean).join("; ");
  return found;
}

export function message(form, name, text) {
  const place = form.querySelector(`#e-${CSS.escape(name)}`);
  if (!place) return message(form, "", text);
  place.textContent = text;
  place.hidden = !text;
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  if (text) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}
