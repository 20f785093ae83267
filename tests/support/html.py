"""HTML as a test reads it: parsed strictly, searched by ElementTree paths, judged by the house's rules."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}
NOT_READ = {"script", "style", "template"}
# What a reader sees when a translation or a value failed to arrive.
LEFTOVER = re.compile(r"%\(\w+\)[sdif]|\{\w*\}|\{\{|\}\}|\bNone\b|\bundefined\b|<[\w.]+ object at 0x")
REQUESTING = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
POST_ONLY = {"hx-put", "hx-patch", "hx-delete"}


def parse_page(text: str) -> Element:
    """Return the root element of a whole page; raise AssertionError with the place if it is not valid HTML5."""
    return _strictly(text, fragment=False)


def parse_fragment(text: str) -> Element:
    """Return an element holding a fragment; raise AssertionError with the place if it is not valid HTML5."""
    return _strictly(text, fragment=True)


def text_of(element: Element) -> str:
    """Return the words a reader sees in an element, white space folded."""
    return " ".join("".join(_texts(element)).split())


def page_faults(root: Element) -> Iterator[str]:
    """Yield in words what a whole page breaks of the house's rules."""
    if not root.get("lang"):
        yield "<html> has no lang"
    if not text_of_first(root, ".//title"):
        yield "no <title>"
    headings = root.findall(".//h1")
    if len(headings) != 1 or not text_of(headings[0]):
        yield f"{len(headings)} <h1> where one with words is expected"
    if root.find(".//main") is None:
        yield "no <main>"
    yield from fragment_faults(root)


def fragment_faults(root: Element) -> Iterator[str]:
    """Yield in words what any piece of HTML breaks of the house's rules."""
    yield from _repeated_ids(root)
    yield from _unlabelled(root)
    yield from _nameless(root)
    yield from _broken_forms(root)
    yield from _without_fallback(root)
    if leftover := LEFTOVER.search(text_of(root)):
        yield f"untranslated or unfilled text: {leftover.group()!r}"
    if any(element.get("style") for element in root.iter()):
        yield "a style attribute, which the content security policy forbids"


def text_of_first(root: Element, path: str) -> str:
    """Return the words of the first element at `path`, empty if there is none."""
    found = root.find(path)
    return "" if found is None else text_of(found)


def _strictly(text: str, *, fragment: bool) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        root: Element = parser.parseFragment(text, container="div") if fragment else parser.parse(text)
    except ParseError as error:
        line, column = parser.errors[-1][0] if parser.errors else parser.tokenizer.stream.position()
        around = "\n".join(text.splitlines()[max(line - 3, 0) : line + 2])
        message = f"not valid HTML5 at line {line}, column {column}: {error}\n{around}"
        raise AssertionError(message) from None
    return root


def _texts(element: Element) -> Iterator[str]:
    if element.tag in NOT_READ or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _repeated_ids(root: Element) -> Iterator[str]:
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name is not None and name in seen:
            yield f"id {name!r} twice"
        seen.add(name or "")


def _unlabelled(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter()}
    for field in root.iter():
        if field.tag not in LABELLED or field.get("type") in UNLABELLED_TYPES:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        if not named and id(field) not in inside:
            yield f"<{field.tag} name={field.get('name')!r}> has no label"


def _nameless(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag not in {"a", "button", "summary"} or (element.tag == "a" and element.get("href") is None):
            continue
        images = " ".join(image.get("alt") or "" for image in element.iter("img"))
        if not (text_of(element) or element.get("aria-label") or element.get("aria-labelledby") or images.strip()):
            yield f"<{element.tag}> without a name: {dict(element.attrib)}"


def _broken_forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        method = (form.get("method") or "get").lower()
        if method == "dialog":  # closes its dialog and sends nothing
            continue
        if not form.get("action"):
            yield f"<form id={form.get('id')!r}> has no action"
        if method != "post":
            continue
        if not any(field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")):
            yield f"<form action={form.get('action')!r}> posts without a CSRF token"


def _without_fallback(root: Element) -> Iterator[str]:
    forms = {form.get("id") for form in root.iter("form")}
    inside = {id(element) for form in root.iter("form") for element in form.iter()}
    for element in root.iter():
        for name in REQUESTING:
            if element.get(name) is not None and (name in POST_ONLY or not _works_alone(element, forms, inside)):
                yield f"<{element.tag} {name}={element.get(name)!r}> does nothing without JavaScript"


def _works_alone(element: Element, forms: set[str | None], inside: set[int]) -> bool:
    if element.tag == "a":
        return bool(element.get("href"))
    if element.tag == "form":
        return bool(element.get("action"))
    in_form = id(element) in inside or element.get("form") in forms - {None}
    # A part that loads or refreshes itself by GET loses only its liveness.
    refreshes_itself = element.get("hx-get") is not None and element.tag not in {"button", "input", "select"}
    return in_form or refreshes_itself
