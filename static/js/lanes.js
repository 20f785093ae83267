/** Lists of cards [data-column] that stand in lanes [data-lane], one list for every column in each; without lanes all are
    in the same. */

/** What an arrow key means: columns across, cards down. */
export const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The list so many columns beside this one, in the same lane. */
export function beside(lists, list, step) {
  const lane = lists.filter((one) => one.dataset.lane === list.dataset.lane);
  return lane[lane.indexOf(list) + step];
}

/** The list of the same column in the lane of another list. */
export function inLaneOf(lists, list, home) {
  return lists.find(({ dataset }) => dataset.column === list.dataset.column && dataset.lane === home.dataset.lane);
}

/** What a form says of a card that goes from the lane of one person to that of another; within one it says nothing. */
export function givenAway(home, list) {
  const [before, after] = home.dataset.lane === list.dataset.lane ? ["", ""] : [home.dataset.lane, list.dataset.lane];
  return { assignee_before: before, assignee: after };
}

/** The lists of the same column, lane by lane. */
export function through(lists, list) {
  return lists.filter(({ dataset }) => dataset.column === list.dataset.column);
}

/** What opens a row or card: its first link that does not lead to its menu. */
export function opener(row) {
  return row.querySelector("a[href]:not(.more)");
}

/** The cards in a list. */
export function cardsIn(list) {
  return [...list.querySelectorAll("[data-key]")];
}
