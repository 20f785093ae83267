import { Controller } from "@hotwired/stimulus";
import { TICK } from "../drag.js";
import htmx from "../htmx.js";

const WRITING = "input:not([type=checkbox]), textarea, select";
const BUSY = "dialog[open], .menu:popover-open";

/** Keys for the row with the focus, else for the one in the pane: data-row-keys-map-value='{"e": "/…/{key}/edit"}'. An
    address that asks something (?) opens as a dialog, and asks for all ticked rows if the row is one of them. */
export default class extends Controller {
  static values = { map: Object };

  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    document.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed);
  }

  pressed(event) {
    const address = this.mapValue[event.key];
    if (!address || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const off = document.body.dataset.shortcutsEnabledValue === "false";
    const keys = this.keys;
    if (off || !keys.length || event.target.matches?.(WRITING) || document.querySelector(BUSY)) return;
    event.preventDefault();
    if (address.includes("?")) this.ask(address, keys);
    else window.location.assign(address.replace("{key}", keys[0]));
  }

  get keys() {
    const row = document.activeElement?.closest?.("[data-key]");
    const ticked = [...this.element.querySelectorAll(`${TICK}:checked`)].map((tick) => tick.value);
    const key = row?.dataset.key ?? this.element.querySelector("[data-pane-key]")?.dataset.paneKey;
    if (!key) return ticked;
    return ticked.includes(key) ? ticked : [key];
  }

  ask(address, keys) {
    const target = address.replace("{key}", keys.map(encodeURIComponent).join("&keys="));
    htmx.ajax("GET", target, { source: this.element, target: "#dialog", swap: "innerHTML" });
  }
}
