"""Markdown to Jira's wiki markup and back."""

from backlog.interchange.markup.cleaning import clean_line, clean_text
from backlog.interchange.markup.to_markdown import to_markdown
from backlog.interchange.markup.to_wiki import field_to_wiki, inline_to_wiki, to_wiki

__all__ = ["clean_line", "clean_text", "field_to_wiki", "inline_to_wiki", "to_markdown", "to_wiki"]
