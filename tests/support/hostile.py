"""Text as it comes from people, pastes and attackers: everything that has ever broken a CSV file or a wiki page."""

from hypothesis import strategies as st

FRAGMENTS = (
    *('"', '""', "'", ",", ";", "\t", "|", "||", "\r\n", "\r", "\n", "\n\n", " ", "  \n", "\\", "\\\\", '\\"', "\\n"),
    *("=cmd|' /C calc'!A0", "+49 30 1234", "-text", "@anna", "'=1+1", "<<!clear!>>", "\N{ROCKET}", "a\u0301", "😀😀"),
    *("{", "}", "{code}", "{code:python}", "{quote}", "{noformat}", "{panel:title=x}", "{color:red}", "{{", "}}"),
    *("*", "**", "***", "_", "__", "-", "--", "----", "~~", "~", "^", "+", "!", "??", "`", "``", "```", "~~~\n", "#"),
    *(
        "# ",
        "## ",
        "### a\n\n",
        "* ",
        "** ",
        "- ",
        "1. ",
        "> ",
        ">> ",
        "h1. ",
        "bq. ",
        "[",
        "]",
        "](",
        "[a](http://b.c/d)",
    ),
    *("![i](http://b.c/d.png)", "<https://b.c/d_e>", "https://b.c/**/x/**?{y}", "[x]: http://y", "a | b\n--- | ---\n"),
    *(
        "- [ ] ",
        "- [x] ",
        "&amp;",
        "&#123;",
        "&lt;",
        "<b>",
        "<!--",
        "(x)",
        ":)",
        "    ",
        "\x00",
        "\x07",
        "\x0b",
        "\x1f",
    ),
    *(
        "\x7f",
        "\x85",
        "\xa0",
        "\u200b",
        "\u2028",
        "\u200f",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\U0001fffe",
    ),
    *(
        "word",
        "Größe",
        "\u4e2d\u6587",
        "a_b_c",
        "e-mail",
        "„x“",
        "2 * 3",
        "C:\\temp\\new",
        "\n  - ",
        "\n    ",
        "`a\\b`",
    ),
)


def hostile_text(*, max_size: int = 12) -> st.SearchStrategy[str]:
    """Draw short texts from fragments that break things, mixed with any letters."""
    fragment = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4))
    return st.lists(fragment, max_size=max_size).map("".join)
