/** Dragging by SortableJS, which is loaded when the first list wants it. Of several ticked rows all move with the one
    that is held. On touch a long press starts it; Esc ends it without a move. */
/** The check box that ticks a row. */
export const TICK = 'input[type="checkbox"][name="keys"]';

const QUIET = "input, button, select, textarea, label, [popover]";

export async function draggable(list, { group, start, end }) {
  const { default: Sortable } = await import("sortablejs");
  let block = [];
  let cancelled = false;
  const cancel = (event) => {
    if (event.key !== "Escape") return;
    cancelled = true;
    document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  };
  return Sortable.create(list, {
    group,
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
      document.documentElement.toggleAttribute("data-dragging", true);
      document.addEventListener("keydown", cancel);
      for (const row of block) if (row !== item) row.hidden = true;
    },
    onEnd({ item, to }) {
      document.documentElement.removeAttribute("data-dragging");
      document.removeEventListener("keydown", cancel);
      gather(block, item);
      end({ block, to, cancelled });
    },
  });
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
