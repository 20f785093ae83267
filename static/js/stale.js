/** Marks with data-stale what shows something that has changed. `hints` holds the things ("requirement:REQ-42"), their kinds
    ("requirement") and the verbs. An element says in data-live what concerns it; a long list says it once for its rows, which
    are named by data-key: data-live-rows="requirement /w/shop/requirements/{key}/row". */
export function markStale(hints) {
  for (const element of document.querySelectorAll("[data-live][data-live-src]"))
    if (element.dataset.live.split(" ").some((hint) => hints.has(hint))) element.toggleAttribute("data-stale", true);
  for (const list of document.querySelectorAll("[data-live-rows]")) markRows(list, hints);
}

function markRows(list, hints) {
  const [entity, address] = list.dataset.liveRows.split(" ");
  for (const row of list.querySelectorAll("[data-key]")) {
    if (!hints.has(`${entity}:${row.dataset.key}`)) continue;
    row.dataset.liveSrc = address.replace("{key}", row.dataset.key);
    row.toggleAttribute("data-stale", true);
  }
}
