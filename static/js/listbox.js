/** What an arrow key means in a list of options. */
export const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Options [role=option] in a list which an input chooses from without losing the focus (aria-activedescendant). */
export class Listbox {
  constructor(input, list) {
    this.input = input;
    this.list = list;
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  get chosen() {
    return this.options.find((option) => option.ariaSelected === "true");
  }

  /** Choose the one so many further on, round the ends. */
  step(by) {
    this.choose(this.options.indexOf(this.chosen) + by);
  }

  choose(position) {
    const options = this.options;
    for (const option of options) option.ariaSelected = "false";
    const option = options.at(options.length ? position % options.length : 0);
    if (!option) return;
    option.ariaSelected = "true";
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
}
