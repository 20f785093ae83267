import { Controller } from "@hotwired/stimulus";
import { caretLine } from "../caret.js";
import htmx from "../htmx.js";
import { Listbox, STEPS } from "../listbox.js";

const LETTER = "[\\p{L}\\p{N}_]";
// What the server takes for a mention (core/markdown.py), as far as it is written.
const BEFORE_CARET = new RegExp(`(?<![\\p{L}\\p{N}_@/.-])@((?:${LETTER}[\\p{L}\\p{N}_.+-]{0,39})?)$`, "u");
const GAP = 4;

/** Names of members while @… is written in a textarea. The server sends the options: [role=option][data-name]. */
export default class extends Controller {
  static targets = ["text", "options"];
  static values = { url: String };

  optionsTargetConnected(list) {
    this.listbox = new Listbox(this.textTarget, list);
    list.setAttribute("hx-sync", "this:replace");
    list.addEventListener("htmx:after:settle", () => this.arrived());
  }

  initialize() {
    this.place = this.place.bind(this);
  }

  disconnect() {
    document.removeEventListener("scroll", this.place, true);
  }

  look() {
    const [, typed] = this.beforeCaret.match(BEFORE_CARET) ?? [];
    if (typed === undefined) return this.hide();
    this.isAsking = true;
    const list = this.optionsTarget;
    htmx.ajax("GET", `${this.urlValue}?q=${encodeURIComponent(typed)}`, { source: list, target: list, swap: "innerHTML" });
  }

  // Whoever has sent the words or gone on meanwhile is not asked any more.
  arrived() {
    if (!this.isAsking || this.listbox.options.length === 0) return this.hide();
    this.optionsTarget.showPopover();
    document.addEventListener("scroll", this.place, true);
    this.place();
    this.textTarget.ariaExpanded = "true";
    this.listbox.choose(0);
  }

  // Below the line that is written, else above it.
  place() {
    const list = this.optionsTarget;
    const { top, bottom } = caretLine(this.textTarget);
    const isBelow = bottom + list.offsetHeight + GAP < window.innerHeight;
    const { left } = this.textTarget.getBoundingClientRect();
    list.style.insetInlineStart = `${Math.max(0, Math.min(left, window.innerWidth - list.offsetWidth - GAP))}px`;
    list.style.insetBlockStart = `${isBelow ? bottom + GAP : Math.max(0, top - list.offsetHeight - GAP)}px`;
  }

  press(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.hide();
    if (!this.optionsTarget.matches(":popover-open") || event.ctrlKey || event.metaKey) return;
    if (event.key in STEPS) this.listbox.step(STEPS[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.insert(this.listbox.chosen);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pick(event) {
    event.preventDefault(); // the caret stays in the words
    const option = event.target.closest('[role="option"]');
    if (option) this.insert(option);
  }

  insert(option) {
    const start = this.textTarget.selectionStart - this.beforeCaret.match(BEFORE_CARET)[1].length;
    this.textTarget.setRangeText(`${option.dataset.name} `, start, this.textTarget.selectionStart, "end");
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.hide();
    this.textTarget.focus();
  }

  hide() {
    this.isAsking = false;
    document.removeEventListener("scroll", this.place, true);
    this.optionsTarget.hidePopover();
    this.textTarget.ariaExpanded = "false";
    this.textTarget.removeAttribute("aria-activedescendant");
  }

  get beforeCaret() {
    return this.textTarget.value.slice(0, this.textTarget.selectionStart);
  }
}
