/** Dragging by SortableJS, which is loaded when the first list wants it. Of several ticked rows all move with the one
    that is held. On touch a long press starts it; Esc ends it without a move. */
/** The check box that ticks a row. */
export const TICK = 'input[type="checkbox"][name="keys"]';

const QUIET = "input, button, select, textarea, label, [popover]";
const root = document.documentElement;

/** Make the rows [data-key] of a list draggable; call destroy() of the answer when the list goes. */
export function draggable(list, options) {
  let sortable = null;
  let isGone = false;
  list.addEventListener("pointerdown", hold);
  import("sortablejs").then(({ default: Sortable }) => {
    if (!isGone) sortable = Sortable.create(list, { ...FEEL, ...callbacks(options) });
  });
  return {
    destroy() {
      isGone = true;
      list.removeEventListener("pointerdown", hold);
      sortable?.destroy();
    },
  };
}

const FEEL = {
  draggable: "[data-key]",
  filter: QUIET,
  preventOnFilter: false,
  animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
  delay: 250,
  delayOnTouchOnly: true,
  touchStartThreshold: 8,
  forceFallback: true,
  fallbackTolerance: 4,
  scrollSensitivity: 60,
  ghostClass: "drag-place",
  dragClass: "drag-lift",
};

// What is carried: there is one hand, and the list it comes to has to know as well.
let block = [];

function callbacks({ group, start, end }) {
  let cancelled = false;
  const cancel = (event) => {
    if (event.key !== "Escape") return;
    cancelled = true;
    document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  };
  return {
    group,
    // Before the lifted copy stands in the list too.
    onChoose({ item }) {
      block = carriedWith(item);
      start(block);
      if (block.length > 1) item.dataset.carries = block.length;
    },
    onUnchoose({ item }) {
      delete item.dataset.carries;
    },
    onStart({ item }) {
      cancelled = false;
      root.toggleAttribute("data-dragging", true);
      document.addEventListener("keydown", cancel);
      for (const row of block) if (row !== item) row.hidden = true;
    },
    // What is carried, and which list it would land in now.
    onChange({ to }) {
      tell("over", { block, to });
    },
    onEnd({ item, to }) {
      root.removeAttribute("data-dragging");
      document.removeEventListener("keydown", cancel);
      gather(block, item);
      end({ block, to, cancelled });
      tell("ended", { block });
    },
  };
}

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(`drag:${what}`, { detail }));
}

/** Resolves as soon as nothing is held or dragged. */
export async function released() {
  while (root.matches("[data-held], [data-dragging]"))
    await new Promise((resolve) => document.addEventListener("drag:released", resolve, { once: true }));
}

// A drag begins where a row is touched, not where it first moves: what redrew the list in between would take the row from
// under the hand.
function hold({ button, target }) {
  if (button !== 0 || !target.closest("[data-key]") || target.closest(QUIET)) return;
  root.toggleAttribute("data-held", true);
  const ends = new AbortController();
  const letGo = (event) => {
    if (event.type === "pointermove" && event.buttons) return;
    ends.abort();
    root.removeAttribute("data-held");
    // After SortableJS has heard of it too.
    setTimeout(() => document.dispatchEvent(new CustomEvent("drag:released")));
  };
  for (const type of ["pointerup", "pointercancel", "pointermove"])
    document.addEventListener(type, letGo, { capture: true, signal: ends.signal });
}

function carriedWith(item) {
  const isTicked = (row) => row.querySelector(TICK)?.checked;
  if (!isTicked(item)) return [item];
  const scope = item.closest('[data-controller~="selection"]') ?? item.parentElement;
  return [...scope.querySelectorAll("[data-key]")].filter(isTicked);
}

function gather(block, item) {
  const at = block.indexOf(item);
  for (const row of block) row.hidden = false;
  item.before(...block.slice(0, at));
  item.after(...block.slice(at + 1));
}
