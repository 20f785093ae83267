import { Controller } from "@hotwired/stimulus";

/** Leads to a comment that the address names and that is not on the page: links in mails of earlier days name it after # alone. */
export default class extends Controller {
  connect() {
    const [, id] = /^#comment-(\d+)$/.exec(location.hash) ?? [];
    const address = new URL(location);
    if (!id || document.getElementById(`comment-${id}`) || address.searchParams.has("comment")) return;
    address.searchParams.set("comment", id);
    location.replace(address);
  }
}
