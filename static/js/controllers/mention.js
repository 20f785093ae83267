import { Controller } from "@hotwired/stimulus";
import htmx from "../htmx.js";
import { Listbox, STEPS } from "../listbox.js";

const BEFORE_CARET = /(?:^|\s)@([\p{L}\d._-]{0,40})$/u;

/** Names of members while @… is written in a textarea. The server sends the options: [role=option][data-name]. */
export default class extends Controller {
  static targets = ["text", "options"];
  static values = { url: String };

  optionsTargetConnected(list) {
    this.listbox = new Listbox(this.textTarget, list);
    list.setAttribute("hx-sync", "this:replace");
    list.addEventListener("htmx:after:settle", () => this.arrived());
  }

  look() {
    const [, typed] = this.beforeCaret.match(BEFORE_CARET) ?? [];
    if (typed === undefined) return this.hide();
    const list = this.optionsTarget;
    htmx.ajax("GET", `${this.urlValue}?q=${encodeURIComponent(typed)}`, { source: list, target: list, swap: "innerHTML" });
  }

  arrived() {
    this.optionsTarget.hidden = this.listbox.options.length === 0;
    this.textTarget.ariaExpanded = String(!this.optionsTarget.hidden);
    this.listbox.choose(0);
  }

  press(event) {
    if (this.optionsTarget.hidden || event.ctrlKey || event.metaKey) return;
    if (event.key in STEPS) this.listbox.step(STEPS[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.insert(this.listbox.chosen);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pick(event) {
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
    this.optionsTarget.hidden = true;
    this.textTarget.ariaExpanded = "false";
  }

  get beforeCaret() {
    return this.textTarget.value.slice(0, this.textTarget.selectionStart);
  }
}
