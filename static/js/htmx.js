// htmx as this application wants it. No hx-on, no js: values and no trigger filters: the content security policy
// forbids code from strings.
import htmx from "htmx.org";
import { announce } from "./announce.js";
import { inOrder } from "./writes.js";

// A form that is wrong (422) or in conflict (409) comes back into its place. Any other failure is a toast: the server's
// own (errors/_fragment.html), or where none came the one the page keeps for it.
const IN_PLACE = new Set([409, 422]);

Object.assign(htmx.config, {
  defaultSwap: "outerHTML",
  defaultSettleDelay: 0,
  history: "reload",
  // What the page has noted on its elements stays when the server's markup comes over them.
  morphIgnore: ["data-htmx-powered", "aria-expanded", "data-stale", "data-moving", "hx-sync", "open"],
});

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token;
  inOrder(ctx);
});

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  const { redirected, url } = ctx.response.raw;
  if (!redirected) return;
  event.preventDefault();
  if (!ctx.live) window.location.assign(url);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const { status } = ctx.response;
  if (ctx.live) ctx.swap = quiet(status, ctx.swap);
  if (ctx.live || status < 400 || ctx.hx.redirect || ctx.hx.location || ctx.hx.refresh) return;
  const toast = toastIn(ctx.text);
  if (!toast && IN_PLACE.has(status)) return;
  event.preventDefault();
  show(toast ?? failure("failure-other"));
});

/** The elements of an answer, outside of the page. */
export function parsed(text) {
  const answer = document.createElement("template");
  answer.innerHTML = text;
  return answer.content;
}

function toastIn(text) {
  const first = parsed(text).firstElementChild;
  return first?.matches(".toast") ? first : null;
}

export function failure(id) {
  return document.getElementById(id)?.content.firstElementChild.cloneNode(true);
}

export function show(toast) {
  if (!toast) return;
  // Behind an open dialog nobody could read or hear it.
  const region = document.querySelector("dialog:modal [data-toasts]") ?? document.getElementById("toasts");
  region.append(toast);
  htmx.process(toast);
}

// What is fetched again in the background: gone is gone, other failures say nothing.
function quiet(status, swap) {
  if (status === 404) return "delete";
  return status < 400 ? swap : "none";
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx && !detail.ctx.response && !detail.ctx.live) show(failure("failure-offline"));
});

// A form that comes back with errors: the first wrong field gets the focus.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.response?.status !== 422) return;
  const place = ctx.target?.isConnected ? ctx.target : document;
  place.querySelector('[aria-invalid="true"]')?.focus();
});

document.addEventListener("announce", ({ detail }) => announce(detail.value));

export default htmx;
