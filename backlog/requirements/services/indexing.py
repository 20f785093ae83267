"""Keeping the search index in step with the requirements."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.markdown import plain_text
from backlog.core.search import index_terms
from backlog.core.search_index import index_documents
from backlog.requirements.models import ENTITY, Requirement

# Fields whose words are searched.
INDEXED = frozenset({"title", "description", "acceptance_criteria", "labels"})


def index_requirements(session: Session, workspace_id: int, requirements: Iterable[Requirement]) -> None:
    """Make requirements findable by number, title, description, criteria and labels, which must be loaded."""
    texts = {
        requirement.id: [
            str(requirement.number),
            *words_of(
                title=requirement.title,
                description=requirement.description,
                criteria=requirement.acceptance_criteria,
                labels=requirement.label_names,
            ),
        ]
        for requirement in requirements
    }
    index_documents(session, workspace_id=workspace_id, entity_type=ENTITY, texts=texts)


def terms_of(values: Mapping[str, Any]) -> str:
    """Return the stems of what checked values say, the number left out, for a writer that must not compute them."""
    words = words_of(
        title=values.get("title") or "",
        description=values.get("description") or "",
        criteria=values.get("acceptance_criteria") or (),
        labels=values.get("labels") or (),
    )
    return index_terms(*words)


def words_of(
    *, title: str, description: str, criteria: Iterable[Mapping[str, Any]], labels: Iterable[str]
) -> list[str]:
    """Return the texts by whose words a requirement is found, beside its number."""
    return [
        title,
        plain_text(description) if description else "",
        *(criterion["text"] for criterion in criteria),
        *labels,
    ]
