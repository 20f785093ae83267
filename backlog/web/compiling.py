"""Templates are compiled once for each language: what does not change from page to page costs nothing on a page.

A sentence or icon that a template writes out in full becomes plain text when the template is compiled. What depends on
values is translated when the page is made, by the catalogue at hand instead of one that is looked for each time.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping
from itertools import islice
from typing import Any, Self, cast

from flask.templating import Environment
from flask_babel import get_domain
from jinja2 import nodes, pass_context, pass_environment, pass_eval_context
from jinja2.environment import Template
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from backlog.web.i18n import language

Constant = Callable[..., str]
# A row of a list takes two to three kilobytes with its key.
_MOST_KEPT = 2000


class Kept:
    """Markup by what it depends on. Many read and write it at once; when it is full, the older half goes."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._html: dict[Hashable, Markup] = {}
        self.find = self._html.get

    def add(self, key: Hashable, html: Markup) -> None:
        """Keep markup under everything that it depends on."""
        if len(self._html) >= self._most:
            for old in list(islice(self._html.copy(), self._most // 2)):
                self._html.pop(old, None)
        self._html[key] = html


class LanguageEnvironment(Environment):
    """Hands every page to the environment of its reader's language."""

    language: str | None = None
    constants: Mapping[str, Constant]
    kept: Kept
    loaded: dict[str, Template]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._of_language: dict[str, Self] = {}
        self.constants = {}
        self.globals |= {"kept": kept, "kept_each": kept_each}

    def _load_template(self, name: Any, globals: Any) -> Template:  # noqa: A002 - the signature is Jinja's
        found = self if self.language else self._in_language(language())
        template = None if globals else found.loaded.get(name)
        if template is None:
            template = super(LanguageEnvironment, found)._load_template(name, globals)
            if not self.auto_reload:
                found.loaded[name] = template
        return template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """Return what every template sees, in one dictionary: it is looked through for each import and include."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Written(self.constants).visit(tree) if self.language else tree

    def _in_language(self, language: str) -> Self:
        found = self._of_language.get(language)
        if found is None:
            found = self.overlay()
            found.language = language
            found.kept = Kept()
            # Jinja's own cache keeps an order of use, under a lock; a page looks for dozens of templates.
            found.loaded = {}
            catalogue = get_domain().get_translations()
            found.globals = {**self.globals, **_sentences(catalogue)}
            sentence = {"_": lambda sentence: catalogue.ugettext(sentence) % {}}
            found.constants = {**self.constants, "language": lambda: language, **sentence}
            self._of_language[language] = found
        return found


@pass_context
def kept(context: Context, name: str, *key: Hashable) -> Markup:
    """Return what a template shows, rendered once for each key, which has to hold everything that it depends on."""
    environment = cast("LanguageEnvironment", context.environment)
    return environment.kept.find((name, key)) or _keep(environment, name, key, context.get_all())


@pass_environment
def kept_each(
    environment: LanguageEnvironment, name: str, rows: Iterable[Hashable], *, called: str, **words: Any
) -> Markup:
    """Return what a template shows for each of `rows`, which it knows as `called`; those that are the same, once.

    It sees nothing else but `words`. Those that can be a key are one, together with the row; the others, such as
    mappings, have to be the same for everybody who reads the language.
    """
    find = environment.kept.find
    key = tuple(word for word in words.items() if isinstance(word[1], Hashable))
    html = [find((name, (row, key))) or _keep(environment, name, (row, key), {called: row, **words}) for row in rows]
    return Markup("".join(html))  # noqa: S704 - a template's own


def _keep(environment: LanguageEnvironment, name: str, key: Hashable, values: dict[str, Any]) -> Markup:
    html = Markup(environment.get_template(name).render(values))  # noqa: S704 - a template's own
    if not environment.auto_reload:
        environment.kept.add((name, key), html)
    return html


class _Written(NodeTransformer):
    """Replaces calls of known functions, with nothing but written values, by what they return."""

    def __init__(self, functions: Mapping[str, Constant]) -> None:
        self._functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name Jinja's visitor looks for
        self.generic_visit(node)
        function = self._functions.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if function is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        if not all(isinstance(argument, nodes.Const) for argument in node.args):
            return node
        text = function(*(argument.as_const() for argument in node.args))
        return nodes.MarkSafeIfAutoescape(nodes.Const(str(text), lineno=node.lineno), lineno=node.lineno)


def _sentences(catalogue: Any) -> dict[str, Any]:
    """Return the functions by which templates translate sentences with values in them."""

    @pass_eval_context
    def gettext(context: nodes.EvalContext, sentence: str, /, **values: Any) -> str:
        text = catalogue.ugettext(sentence)
        return (Markup(text) if context.autoescape else text) % values  # noqa: S704 - our own sentence

    @pass_eval_context
    def ngettext(context: nodes.EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
        text = catalogue.ungettext(one, many, num)
        return (Markup(text) if context.autoescape else text) % {"num": num, **values}  # noqa: S704 - our own sentence

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}
