import { Controller } from "@hotwired/stimulus";

/** Suggestions for words parted by commas: the browser's list is offered for the word that is being written. */
export default class extends Controller {
  static targets = ["text", "options"];

  connect() {
    this.words = [...this.optionsTarget.options].map((option) => option.value);
  }

  offer() {
    const before = this.textTarget.value.replace(/[^,]*$/, "");
    const taken = before.split(",").map((word) => word.trim());
    [...this.optionsTarget.options].forEach((option, at) => {
      const word = this.words[at];
      option.value = taken.includes(word) ? "" : `${before}${before ? " " : ""}${word}`;
    });
  }
}
