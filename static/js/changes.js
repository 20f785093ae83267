/** Hears of changes: {number, entity, key, verb}, each once. A stream brings them; without a free one (503) they are asked
    for, and after a minute a stream is tried again. `heard(change)` and `tell(isConnected)` are called back. */
export class Changes {
  constructor({ url, changesUrl, number, every, heard, tell }) {
    Object.assign(this, { url, changesUrl, number, every, heard, tell });
  }

  listen() {
    this.rest();
    this.source = new EventSource(`${this.url}?after=${this.number}`);
    this.source.addEventListener("open", () => this.tell(true));
    this.source.addEventListener("change", ({ data }) => this.take(JSON.parse(data)));
    this.source.addEventListener("error", () => this.failed(this.source));
  }

  rest() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timer);
  }

  failed(source) {
    if (source?.readyState === EventSource.CLOSED) this.ask(source);
    else this.tell(false);
  }

  async ask(source, rounds = 0) {
    const isConnected = await this.read().catch(() => false);
    // Somebody has closed it meanwhile, or opened another.
    if (this.source !== source) return;
    this.tell(isConnected);
    this.timer = setTimeout(() => (rounds < 5 ? this.ask(source, rounds + 1) : this.listen()), this.every);
  }

  async read() {
    const answer = await fetch(`${this.changesUrl}?after=${this.number}`, { headers: { Accept: "application/json" } });
    if (answer.ok) for (const change of (await answer.json()).items) this.take(change);
    return answer.ok;
  }

  take(change) {
    if (change.number <= this.number) return;
    this.number = change.number;
    this.heard(change);
  }
}
