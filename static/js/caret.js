/** Where the line with the caret of a textarea stands in the window: { top, bottom }, within what shows of the textarea.
    A copy of it, as wide and without a height, scrolls by as much as the words before the caret take. */
export function caretLine(text) {
  const box = text.getBoundingClientRect();
  const style = getComputedStyle(text);
  const copy = text.cloneNode();
  for (const { name } of [...copy.attributes]) if (!["class", "rows"].includes(name)) copy.removeAttribute(name);
  copy.value = text.value.slice(0, text.selectionStart);
  copy.inert = true;
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", overflow: "hidden", minBlockSize: "0", blockSize: "0" });
  copy.style.inlineSize = `${text.clientWidth + parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth)}px`;
  text.after(copy);
  const words = copy.scrollHeight - parseFloat(style.paddingBlockEnd);
  copy.remove();
  const bottom = Math.min(box.top + text.clientTop + words - text.scrollTop, box.bottom);
  return { top: Math.max(bottom - parseFloat(style.lineHeight), box.top), bottom };
}
