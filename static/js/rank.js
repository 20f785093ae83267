/** Show the ranks of rows [data-key][data-rank] anew after those with these keys have moved. */
export function renumber(rows, keys) {
  const before = rows.map(({ dataset }) => ({ key: dataset.key, rank: Number(dataset.rank) }));
  const ranks = ranksAfter(before, keys);
  for (const row of rows) showRank(row, ranks.get(row.dataset.key));
}

export function showRank(row, rank) {
  row.dataset.rank = rank;
  const number = row.querySelector("[data-rank-number], b");
  if (number) number.textContent = new Intl.NumberFormat(document.documentElement.lang).format(rank);
}

// The ranks after a block has moved. rows: [{key, rank}] in the order they now stand in, where rank is the one before;
// gaps between ranks are rows that a filter hides. keys: what moved. Returns a Map from key to rank.
function ranksAfter(rows, keys) {
  const isMoved = (row) => keys.includes(row.key);
  const movedRanks = rows.filter(isMoved).map((row) => row.rank);
  const closed = (rank) => rank - movedRanks.filter((moved) => moved < rank).length;
  const first = rows.findIndex(isMoved);
  const top = Math.min(...rows.map((row) => row.rank)) - 1;
  const start = first > 0 ? closed(rows[first - 1].rank) : top;
  const ranks = new Map();
  let next = start + 1;
  for (const row of rows) {
    if (isMoved(row)) ranks.set(row.key, next++);
    else ranks.set(row.key, closed(row.rank) > start ? closed(row.rank) + keys.length : closed(row.rank));
  }
  return ranks;
}
