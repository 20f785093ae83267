import { Controller } from "@hotwired/stimulus";
import { Changes } from "../changes.js";
import { Refresh } from "../refresh.js";

/** Follows what others change. Elements that name the thing ("requirement:REQ-42"), its kind ("requirement") or the verb in
    data-live fetch themselves again from data-live-src.
    A page nobody looks at does not listen (a browser has six connections to a server); it catches up when looked at. */
export default class extends Controller {
  static targets = ["note"];
  static values = { url: String, changes: String, number: Number, every: { type: Number, default: 10_000 } };

  connect() {
    this.refresh = new Refresh({ patience: this.everyValue });
    this.changes = new Changes({
      url: this.urlValue,
      changesUrl: this.changesValue,
      number: this.numberValue,
      every: this.everyValue,
      heard: (change) => this.refresh.heard(change),
      tell: (isConnected) => this.tell(isConnected),
    });
    this.look();
  }

  disconnect() {
    this.rest();
    this.refresh.end();
  }

  look() {
    if (document.hidden) this.rest();
    else if (this.urlValue) this.changes.listen();
  }

  rest() {
    this.changes.rest();
    this.forgive();
  }

  // A short break is not worth a word; one that goes on is told of every few seconds.
  tell(isConnected) {
    if (isConnected) this.forgive();
    else this.noteTimer ??= setTimeout(() => this.note(true), 4000);
    if (isConnected) this.note(false);
  }

  forgive() {
    clearTimeout(this.noteTimer);
    this.noteTimer = null;
  }

  note(isLost) {
    if (this.hasNoteTarget) this.noteTarget.hidden = !isLost;
  }
}
