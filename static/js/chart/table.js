/** What a chart's table says: columns th[data-line] become lines, rows tr[data-tick] the places along the axis. */
export function read(table) {
  const rows = [...table.tBodies[0].rows];
  const lines = [...table.tHead.rows[0].cells]
    .filter((cell) => cell.dataset.line)
    .map((cell) => ({ look: cell.dataset.line, label: cell.textContent, points: pointsOf(rows, cell.cellIndex) }));
  return { lines, ticks: rows.map((row) => row.dataset.tick), notes: rows.map((row) => row.dataset.note ?? "") };
}

// A cell without a figure, a day still to come, ends the line.
function pointsOf(rows, column) {
  return rows.flatMap((row, at) => {
    const figure = row.cells[column].querySelector("data");
    return figure ? [{ at, value: Number(figure.value), text: figure.textContent }] : [];
  });
}
