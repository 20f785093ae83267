/** What a page writes goes one after another, in the order it was asked for; what it reads while a write is under way is
    read again after it. So nobody meets a conflict with themselves, and no answer puts an older state over a newer one.
    While something is dragged no answer arrives at all. */
import { released } from "./drag.js";

let writing = 0;
let written = 0;

export function inOrder(ctx) {
  const isWrite = ctx.request.method !== "GET";
  // Two presses of one button are two writes: htmx alone would drop the third.
  if (isWrite) ctx.sourceElement.setAttribute("hx-sync", "body:queue all");
  const send = isWrite ? write : read;
  ctx.fetch = async (...request) => {
    const answer = await send(...request);
    if (!ctx.live) await released();
    return answer;
  };
}

async function write(...request) {
  writing += 1;
  try {
    return await fetch(...request);
  } finally {
    writing -= 1;
    written += 1;
  }
}

async function read(...request) {
  for (;;) {
    const before = written;
    const answer = await fetch(...request);
    // All of it is here, so that nothing comes between this and its being shown.
    await answer.clone().text();
    if (before === written && !writing) return answer;
  }
}
