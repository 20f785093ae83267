import { Controller } from "@hotwired/stimulus";

/** Draws a chart from its table, before it; what draws is loaded by the first page that has a chart. */
export default class extends Controller {
  static targets = ["plot", "summary", "table"];

  async connect() {
    const { draw } = await import("../chart/draw.js");
    if (!this.element.isConnected) return;
    const plot = draw(this.tableTarget);
    plot.setAttribute("aria-labelledby", this.element.getAttribute("aria-labelledby"));
    plot.setAttribute("aria-describedby", this.summaryTarget.id);
    this.plotTarget.replaceChildren(plot);
    this.plotTarget.hidden = false;
  }
}
