import { Controller } from "@hotwired/stimulus";

const ENTRIES = "a[href], button:not(:disabled), input:not(:disabled)";
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

/** A popover with entries: arrow keys, and an answer of htmx that fills it opens it at the link that asked. */
export default class extends Controller {
  initialize() {
    this.toggled = this.toggled.bind(this);
    this.pressed = this.pressed.bind(this);
    this.arrived = this.arrived.bind(this);
  }

  connect() {
    this.element.addEventListener("toggle", this.toggled);
    this.element.addEventListener("keydown", this.pressed);
    document.addEventListener("htmx:after:swap", this.arrived);
  }

  disconnect() {
    this.element.removeEventListener("toggle", this.toggled);
    this.element.removeEventListener("keydown", this.pressed);
    document.removeEventListener("htmx:after:swap", this.arrived);
  }

  arrived({ detail: { ctx } }) {
    if (ctx.target !== this.element) return;
    this.opener = ctx.sourceElement;
    this.element.showPopover({ source: this.opener });
  }

  toggled({ newState }) {
    const isOpen = newState === "open";
    this.invoker?.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    this.place();
    if (!this.element.contains(document.activeElement)) this.entries[0]?.focus({ preventScroll: true });
  }

  get invoker() {
    return this.opener ?? document.querySelector(`[popovertarget="${CSS.escape(this.element.id)}"]`);
  }

  get entries() {
    return [...this.element.querySelectorAll(ENTRIES)].filter((entry) => entry.checkVisibility());
  }

  pressed(event) {
    if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.matches("[type=search], [type=text], textarea")) return;
    event.preventDefault();
    const entries = this.entries;
    const at = entries.indexOf(document.activeElement);
    const next = { Home: 0, End: entries.length - 1 }[event.key] ?? at + STEPS[event.key];
    entries.at(next % entries.length)?.focus();
  }

  // Where the browser cannot anchor by CSS, the place is reckoned once.
  place() {
    if (CSS.supports("position-area: block-end") || !this.invoker) return;
    const box = this.invoker.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const below = box.bottom + height + 8 < window.innerHeight;
    this.element.style.insetInlineStart = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
    this.element.style.insetBlockStart = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
  }
}
