"""Comments over the API, on things of each kind."""

from tests.factories.workspaces import member
from tests.support.api import ApiClient


def test_comments_are_written_read_changed_and_deleted(client, session, workspace, actor, talk):
    call = ApiClient(client, session, workspace.slug, actor)
    other = ApiClient(client, session, workspace.slug, member(workspace))
    path = f"{talk.address}/comments"
    first = call("POST", path, status=201, json={"body": "Hello @aylin"})
    for number in range(3):
        call("POST", path, status=201, json={"body": f"{number}"})
    assert first["author"]["handle"] == "aylin"
    page = call("GET", path, query_string={"limit": 3})
    rest = call("GET", path, query_string={"limit": 3, "cursor": page["next_cursor"]})
    assert [one["body"] for one in (*page["items"], *rest["items"])] == ["Hello @aylin", "0", "1", "2"]
    assert rest["next_cursor"] is None
    edited = call("PATCH", f"{path}/{first['id']}", json={"body": "Hi"})
    assert edited["edited_at"] is not None
    other("PATCH", f"{path}/{first['id']}", status=403, json={"body": "Mine"})
    call("DELETE", f"{path}/{first['id']}", status=204)
    call("DELETE", f"{path}/{first['id']}", status=404)
    call("POST", path, status=422, json={"body": " "})
    for cursor in ("WzEsMl0", "WyJ4IiwxXQ", "WyIyMDI2LTAxLTAxIiwxXQ"):
        call("GET", path, status=422, query_string={"cursor": cursor})
    call("PATCH", f"{path}/99999999999999999999", status=404, json={"body": "x"})
