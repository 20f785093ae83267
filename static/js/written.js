/** What somebody is writing in. A form with an id that is marked data-kept is left as it is when what is around it is morphed:
    with the words in it and the version they go on from. Any other holds up what would come over it. */
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select";
// What a morph leaves alone anyway can be written in meanwhile.
const FREE = "[hx-morph-skip]";
const KEPT = "form[data-kept][id]";
const SKIP = "hx-morph-skip";

/** Whether somebody writes in what `element` holds, where it cannot be left alone. */
export function isWritten(element) {
  return writtenIn(element).some((one) => !one.matches(KEPT));
}

/** Whether an answer that is to be morphed over `element` has no room for what somebody writes in there. */
export function isInTheWay(element, answer) {
  return writtenIn(element).some((one) => !one.matches(KEPT) || !answer.getElementById(one.id));
}

/** Leaves alone what is written in `element`, but for the form `sent`, and returns how to end that. */
export function leaveAlone(element, sent) {
  const forms = writtenIn(element).filter((one) => one.matches(KEPT) && one !== sent);
  for (const form of forms) form.setAttribute(SKIP, "");
  return () => {
    for (const form of forms) form.removeAttribute(SKIP);
    // What was only looked at is as old as it was: it follows when it is left.
    const isOld = forms.some((form) => form.contains(document.activeElement));
    if (isOld) element.toggleAttribute("data-owed", true);
  };
}

/** Whether a field holds something else than it came with. */
export function isChanged(field) {
  if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue;
}

function writtenIn(element) {
  const found = new Set(element.querySelectorAll("form[data-dirty]"));
  const focused = document.activeElement;
  if (!element.contains(focused) || !focused.matches(WRITING) || focused.closest(FREE)) return [...found];
  const form = focused.closest("form");
  return [...found.add(form && form !== element && element.contains(form) ? form : focused)];
}
