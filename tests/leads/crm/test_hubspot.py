import logging
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from leads.crm.base import (
    Answer,
    AuthFailed,
    Consent,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.brief import MOST_ANSWERS, SHORTENED, note_html
from leads.crm.hubspot import HubSpot
from leads.crm.hubspot.api import BATCH
from leads.crm.hubspot.records import BODY_LIMIT
from leads.crm.url import BadDestinationURL, parse_destinations
from tests.leads.crm.enquiries import SUBMISSION, make_enquiry
from tests.sandbox import start_sandbox
from tests.scripted import answering, close, raw_reply, reply, serving

TOKEN = "5ecret-token"
CONTACT = {"person": Ref(id="51")}
UPSERTED = reply(200, {"status": "COMPLETE", "results": [{"id": "51", "new": True}]})


def make_hubspot(server, query=""):
    [url] = parse_destinations(f"hubspot+http://{TOKEN}@127.0.0.1:{server.port}{query}")
    return replace(HubSpot.from_url(url), deadline=5)


def run(step, *behaviours, enquiry=None, query=""):
    """Return the step's `Ref` and the JSON of the last request."""
    with serving(*behaviours) as server:
        ref = make_hubspot(server, query).run(step, enquiry or make_enquiry(), CONTACT)
    return ref, server.received[-1]


def run_failing(step, *behaviours, error):
    with serving(*behaviours) as server, pytest.raises(error) as caught:
        make_hubspot(server).run(step, make_enquiry(), CONTACT)
    assert type(caught.value) is error
    return caught.value


def problem(category, *details, message="", **more):
    """An error body as HubSpot sends it."""
    return {
        "status": "error",
        "category": category,
        "message": message,
        "correlationId": "aeb5f871-7f07-4993-9211-075dc63e7cbf",
        "errors": list(details),
    } | more


def partial(row, results=()):
    return reply(207, {"status": "COMPLETE", "results": list(results), "errors": [row]})


# The person


def test_a_person_is_upserted_by_email():
    ref, request = run("person", UPSERTED)

    assert (request.method, request.path) == ("POST", "/crm/v3/objects/contacts/batch/upsert")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.json == {
        "inputs": [
            {
                "idProperty": "email",
                "id": "ann@acme.example",
                "properties": {
                    "email": "ann@acme.example",
                    "firstname": "Ann",
                    "lastname": "van Lee",
                    "company": "Acme Ltd",
                    "phone": "+442079460000",
                },
            }
        ]
    }
    assert ref.id == "51"
    assert ref.url.startswith("http://127.0.0.1:")
    assert ref.url.endswith("/contacts/51")


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_never_overwrites_what_hubspot_holds(blank):
    enquiry = make_enquiry(name="Ann", company=blank, phone=blank)

    _, request = run("person", UPSERTED, enquiry=enquiry)

    [row] = request.json["inputs"]
    assert row["properties"] == {"email": "ann@acme.example", "firstname": "Ann"}


@pytest.mark.parametrize("status", [409, 207])
def test_a_contact_that_exists_under_another_address_is_updated_without_its_email(status):
    body = problem("CONFLICT", message="Contact already exists. Existing ID: 77")
    conflict = reply(409, body) if status == 409 else partial(body)

    ref, request = run("person", conflict, reply(200, {"id": "77"}))

    assert (request.method, request.path) == ("PATCH", "/crm/v3/objects/contacts/77")
    assert request.json["properties"]["firstname"] == "Ann"
    assert "email" not in request.json["properties"]
    assert ref.id == "77"


def test_a_conflict_without_an_id_is_a_lost_race():
    run_failing("person", reply(409, problem("CONFLICT", message="busy")), error=Transient)


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (problem("VALIDATION_ERROR"), Rejected),
        (problem("OBJECT_NOT_FOUND"), Rejected),
        (problem("RATE_LIMITS"), RateLimited),
        (problem("MISSING_SCOPES"), AuthFailed),
        (problem("INTERNAL_ERROR"), OutcomeUnknown),
        (problem("VALIDATION_ERROR", {"code": "PROPERTY_DOESNT_EXIST"}), Misconfigured),
        ({}, Rejected),
    ],
)
def test_an_error_of_our_row_is_classified_like_a_reply(row, error):
    run_failing("person", partial(row), error=error)


@pytest.mark.parametrize(
    "data",
    [{}, [], None, "ok", {"results": []}, {"results": [{}]}, {"results": [{"id": ""}]},
     {"results": ["51"]}, {"results": {"id": "51"}}],
)  # fmt: skip
def test_a_success_that_names_no_record_is_unknown(data):
    run_failing("person", raw_reply(200, b"null") if data is None else reply(200, data),
                error=OutcomeUnknown)  # fmt: skip
    run_failing("note", reply(201, {"results": data}), error=OutcomeUnknown)


# The note


def note(**overrides):
    _, request = run("note", reply(201, {"id": "9"}), enquiry=make_enquiry(**overrides))
    return request.json["properties"]["hs_note_body"]


def words(html):
    """The text of `html` as a reader sees it."""
    parts = []
    parser = HTMLParser()
    parser.handle_data = parts.append
    parser.feed(html)
    return " ".join(" ".join(parts).split())


def test_a_note_is_filed_with_the_contact():
    ref, request = run("note", reply(201, {"id": "9"}))

    assert (request.method, request.path) == ("POST", "/crm/v3/objects/notes")
    assert request.json["properties"]["hs_timestamp"] == "2026-11-23T16:00:00Z"
    assert request.json["associations"] == [
        {
            "to": {"id": "51"},
            "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202}],
        }
    ]
    assert (ref.id, ref.url.rpartition("/")[2]) == ("9", "51")


def test_a_note_tells_what_a_salesperson_reads_before_calling():
    text = words(note())

    for expected in (
        "Website enquiry L-7QK4",
        "Received: 23 November 2026, 16:00 UTC",
        "Call-back wish: Tomorrow morning",
        "Phone: +442079460000",
        "Message: We outgrew our server. Can you help?",
        "Result: Nearly ready",
        "Score: 7 of 10",
        "Quiz: Is your IT ready?",
        "Article: Five signs (https://firm.example/blog/five-signs/)",
        "How many staff? 20 to 50",
        "Backups? —",
        "Marketing by e-mail: no , 23 November 2026, 16:00 UTC (“Send me tips”)",
        "Enquiry in Leadline: https://firm.example/admin/enquiries/9/",
    ):
        assert expected in text
    assert text.endswith(f"ref:{SUBMISSION}")
    assert "Name in this enquiry" not in text


def test_a_note_of_a_bare_enquiry_has_no_empty_lines():
    bare = note(
        phone="", message="", callback="", quiz="", answers=(), score=None, max_score=None,
        result="", article="", article_url="", consents=(), admin_url="",
    )  # fmt: skip

    assert words(bare) == (
        f"Website enquiry L-7QK4 Received: 23 November 2026, 16:00 UTC ref:{SUBMISSION}"
    )


def test_a_score_of_nought_is_told():
    assert "Score: 0 of 10" in words(note(score=0))


def test_a_note_tells_that_no_call_is_wished():
    assert "No call, please reply by e-mail" in words(note(wants_call=False))


def test_a_note_tells_when_the_name_given_differs():
    assert "Name in this enquiry: A. Lee (known as Ann van Lee)" in words(
        note(name_as_given="A. Lee")
    )
    assert "Name in this enquiry" not in words(note(name_as_given="Ann van Lee"))


def test_everything_typed_is_escaped():
    attack = "<script>alert('x')</script>&\"onload=\""
    html = note(
        message=attack, callback=attack, quiz=attack, result=attack, article=attack,
        article_url=f"https://firm.example/{attack}", name_as_given=attack, phone=attack,
        answers=(Answer(question=attack, answer=attack),),
        consents=(Consent(purpose=attack, channel=attack, given=True, wording=attack,
                          at=datetime(2026, 11, 23, tzinfo=UTC)),),
    )  # fmt: skip

    assert "<script" not in html
    assert '"onload' not in html
    assert attack in words(html)


def test_an_article_url_that_is_no_web_address_is_no_link():
    html = note(article="Five signs", article_url="javascript:alert(1)")

    assert "javascript:" not in html
    assert "Five signs" in html


def test_a_marker_typed_by_a_visitor_is_not_a_marker():
    other = "0193d1a2-0000-7d10-9b1e-3f6f2c9a1b55"

    html = note(message=f"my ref:{other} and REF: {other}")

    assert f"ref:{other}" not in html.lower()


@pytest.mark.parametrize("letter", ["x", "<", "é", "😀", "\n"])
def test_a_note_that_is_too_long_is_shortened_and_says_so(letter):
    html = note(message="Dear firm, " + letter * 80_000, result="Nearly ready")

    assert len(html.encode("utf-16-le")) <= BODY_LIMIT * 2
    assert SHORTENED in html
    assert len(html.encode("utf-16-le")) > BODY_LIMIT * 2 - 100
    assert "Dear firm" in html
    assert "Nearly ready" in html
    assert html.endswith(f"<p>ref:{SUBMISSION}</p>")


def test_a_note_just_within_the_limit_is_left_whole():
    room = BODY_LIMIT - len(note_html(make_enquiry(message=""), BODY_LIMIT))
    frame = len("<p><strong>Message:</strong> </p>")

    assert SHORTENED not in note(message="x" * (room - frame))
    assert SHORTENED in note(message="x" * (room - frame + 1))


def test_as_many_of_everything_as_is_shown_always_fits():
    worst = '"' * (len(SHORTENED) + 1)
    consent = Consent(
        purpose=worst,
        channel="telephone",
        given=True,
        wording=worst,
        at=make_enquiry().submitted_at,
    )
    answer = Answer(question=worst, answer=worst)

    html = note(
        answers=(answer,) * 100, consents=(consent,) * 20, message=worst, result=worst, quiz=worst,
        article=worst, article_url="https://" + worst, name_as_given=worst, callback=worst,
    )  # fmt: skip

    assert len(html) <= BODY_LIMIT
    assert "further consents are in Leadline" in html
    assert html.endswith(f"<p>ref:{SUBMISSION}</p>")


def test_many_long_answers_are_shortened_and_the_surplus_is_counted():
    answers = tuple(Answer(question=f"{n} " + "q" * 900, answer='"' * 900) for n in range(400))

    html = note(answers=answers)

    assert len(html) <= BODY_LIMIT
    assert f"{400 - MOST_ANSWERS} further answers are in Leadline" in html
    assert html.endswith(f"<p>ref:{SUBMISSION}</p>")


# The task


def task(**overrides):
    _, request = run("task", reply(201, {"id": "3"}), enquiry=make_enquiry(**overrides))
    return request.json["properties"]


def test_a_task_to_call_back_is_due_when_promised():
    _, request = run("task", reply(201, {"id": "3"}))

    properties = request.json["properties"]
    assert (request.method, request.path) == ("POST", "/crm/v3/objects/tasks")
    assert properties["hs_timestamp"] == "2026-11-24T09:00:00Z"
    assert properties["hs_task_subject"] == "Call back Ann van Lee (Acme Ltd)"
    assert properties["hs_task_type"] == "CALL"
    assert properties["hs_task_status"] == "NOT_STARTED"
    assert properties["hs_task_priority"] == "HIGH"
    assert "hubspot_owner_id" not in properties
    text = words(properties["hs_task_body"])
    assert "Phone: +442079460000" in text
    assert "Call-back wish: Tomorrow morning" in text
    assert text.endswith(f"ref:{SUBMISSION}")
    [association] = request.json["associations"]
    assert association["to"] == {"id": "51"}
    assert association["types"][0]["associationTypeId"] == 204


def test_without_a_call_the_task_is_to_write():
    properties = task(wants_call=False, phone="")

    assert properties["hs_task_subject"] == "Reply by e-mail to Ann van Lee"
    assert properties["hs_task_type"] == "EMAIL"
    assert "Phone" not in properties["hs_task_body"]


def test_a_task_says_when_there_is_no_number_to_call():
    assert "Phone: none given" in words(task(phone="")["hs_task_body"])


def test_the_number_of_this_enquiry_comes_before_the_one_that_was_known():
    both = {"phone": "+442079460018", "phone_as_given": "+441632960001"}

    for text in (note(**both), task(**both)["hs_task_body"]):
        assert "+441632960001 (another number is known: +442079460018)" in text


def test_another_company_is_said_with_the_one_that_was_known():
    assert "Acme Group (known as Acme Ltd)" in note(company_as_given="Acme Group")


@pytest.mark.parametrize(
    ("name", "company", "subject"),
    [
        ("Ann", "", "Call back Ann"),
        ("", "", "Call back enquiry L-7QK4"),
        ("Ann\nLee", " Acme\r\nLtd ", "Call back Ann Lee (Acme Ltd)"),
    ],
)
def test_a_task_has_a_one_line_subject(name, company, subject):
    assert task(name=name, company=company)["hs_task_subject"] == subject


def test_a_task_belongs_to_the_configured_owner():
    _, request = run("task", reply(201, {"id": "3"}), query="?owner=4711")

    assert request.json["properties"]["hubspot_owner_id"] == "4711"


# What goes wrong


@pytest.mark.parametrize("step", ["note", "task"])
@pytest.mark.parametrize("status", [400, 404])
def test_a_contact_that_was_deleted_meanwhile_is_not_made_anew(step, status):
    refused, gone = reply(status, problem("VALIDATION_ERROR")), partial(problem("OBJECT_NOT_FOUND"))

    error = run_failing(step, refused, gone, error=Rejected)

    assert "the contact is no longer in HubSpot" in str(error)
    assert (error.http_status, error.fields) == (status, ("person",))


def test_a_refusal_of_a_note_whose_contact_is_there_stays_what_it_is():
    there = bodies("hs_object_id", _51="51")

    error = run_failing("note", reply(400, problem("VALIDATION_ERROR")), there, error=Rejected)

    assert "no longer" not in str(error)


def test_a_missing_property_is_named_and_is_the_operators_matter():
    embedded = (
        'Property values were not valid: [{"isValid":false,"message":"no","name":"company",'
        '"error":"PROPERTY_DOESNT_EXIST"}]'
    )
    listed = {"code": "PROPERTY_DOESNT_EXIST", "context": {"propertyName": ["company"]}}

    for body in (
        problem("VALIDATION_ERROR", message=embedded),
        problem("VALIDATION_ERROR", listed | {"message": "no"}),
    ):
        error = run_failing("person", reply(400, body), error=Misconfigured)
        assert "company" in str(error)


def test_a_missing_scope_is_named():
    context = {"requiredGranularScopes": ["crm.objects.contacts.write"]}
    body = problem("MISSING_SCOPES", {"message": "no", "context": context})

    error = run_failing("person", reply(403, body), error=AuthFailed)

    assert "missing scopes: crm.objects.contacts.write" in str(error)


def test_an_owner_that_hubspot_does_not_know_is_the_operators_matter():
    embedded = 'bad: [{"name":"hubspot_owner_id","error":"INVALID_OWNER"}]'

    error = run_failing(
        "task", reply(400, problem("VALIDATION_ERROR", message=embedded)), error=Misconfigured
    )

    assert "hubspot_owner_id" in str(error)


def test_a_refused_value_is_named_by_its_field_and_never_quoted(caplog):
    caplog.set_level(logging.DEBUG)
    embedded = (
        'Property values were not valid: [{"isValid":false,"error":"INVALID_EMAIL",'
        '"message":"Email address ann@acme.example is invalid","name":"email"}]'
    )
    body = problem(
        "VALIDATION_ERROR",
        {"message": "ann@acme.example", "in": "ann", "context": {"name": ["ann"]}},
        message=embedded,
    )

    error = run_failing("person", reply(400, body), error=Rejected)

    assert error.fields == ("email",)
    assert "ann" not in f"{error!r} {caplog.text}"
    assert TOKEN not in f"{error!r} {caplog.text}"


@pytest.mark.parametrize("message", ["[{", "[{]", "x [{" + "[" * 5000, '[{"a":1}'])
def test_a_broken_detail_does_not_hide_the_refusal(message):
    body = problem("VALIDATION_ERROR", message=message)

    run_failing("person", reply(400, body), error=Rejected)


@pytest.mark.parametrize(
    ("status", "policy", "headers", "pause"),
    [
        (429, "SECONDLY", {}, 1),
        (429, "TEN_SECONDLY_ROLLING", {}, 10),
        (429, "DAILY", {}, 3600),
        (429, "DAILY", {"Retry_After": "60"}, 60),
        (429, "NEW", {}, None),
        (423, "", {}, 2),
        (477, "", {"Retry_After": "7200"}, 7200),
    ],
)
def test_a_limit_says_how_long_to_pause(status, policy, headers, pause):
    body = problem("RATE_LIMITS", policyName=policy)

    error = run_failing("note", reply(status, body, **headers), error=RateLimited)

    assert error.retry_after == pause


def test_a_note_that_got_no_answer_may_be_there():
    run_failing("note", close, error=OutcomeUnknown)
    run_failing("note", reply(504), error=OutcomeUnknown)


# Looking before repeating


def listing(*ids, after=""):
    paging = {"paging": {"next": {"after": after}}} if after else {}
    return reply(200, {"results": [{"toObjectId": each} for each in ids]} | paging)


def bodies(prop, **texts):
    results = [{"id": key[1:], "properties": {prop: text}} for key, text in texts.items()]
    return reply(200, {"status": "COMPLETE", "results": results})


def find(step, *behaviours):
    with serving(*behaviours) as server:
        return make_hubspot(server).find(step, make_enquiry(), CONTACT), server.received


@pytest.mark.parametrize(("step", "prop"), [("note", "hs_note_body"), ("task", "hs_task_body")])
def test_an_earlier_record_is_found_over_two_pages(step, prop):
    ref, requests = find(
        step,
        listing(1, 2, after="abc"),
        listing("3"),
        bodies(prop, _1="other", _2=None, _3=f"<p>x</p><p>ref:{SUBMISSION}</p>"),
    )

    first, second, read = requests
    assert first.path == second.path == f"/crm/v4/objects/contacts/51/associations/{step}s"
    assert (first.query.get("after"), second.query["after"]) == (None, "abc")
    assert (read.method, read.path) == ("POST", f"/crm/v3/objects/{step}s/batch/read")
    assert [each["id"] for each in read.json["inputs"]] == ["1", "2", "3"]
    assert read.json["properties"] == [prop]
    assert ref.id == "3"


def test_a_record_that_is_not_there_is_not_found():
    assert find("note", listing())[0] is None
    assert find("note", listing(1), bodies("hs_note_body", _1="ref:other"))[0] is None


def test_many_notes_are_read_in_batches():
    ids = range(BATCH + 1)

    ref, requests = find(
        "note",
        listing(*ids),
        bodies("hs_note_body"),
        bodies("hs_note_body", _9=f"ref:{SUBMISSION}"),
    )

    assert ref.id == "9"
    assert len(requests) == 3


def test_ten_notes_of_the_longest_kind_can_be_read():
    long = {f"_{n}": "é" * BODY_LIMIT for n in range(BATCH)}

    assert find("note", listing(*range(BATCH)), bodies("hs_note_body", **long))[0] is None


def test_with_the_contact_its_notes_are_gone():
    assert find("note", reply(404, problem("OBJECT_NOT_FOUND")))[0] is None


def test_a_note_deleted_between_listing_and_reading_is_no_error():
    gone = problem("OBJECT_NOT_FOUND")

    assert find("note", listing(1), partial(gone))[0] is None


@pytest.mark.parametrize(
    "behaviours",
    [
        [reply(200, {})],
        [reply(200, [])],
        [reply(200, {"results": [{}]})],
        [reply(500)],
        [listing(1), partial(problem("INTERNAL_ERROR"))],
        [listing(1), reply(200, {"results": [{"id": "1"}]})],
        [listing(1), close],
    ],
)
def test_what_cannot_be_read_is_never_taken_for_absent(behaviours):
    with serving(*behaviours) as server, pytest.raises(Transient):
        make_hubspot(server).find("note", make_enquiry(), CONTACT)


def test_pages_without_end_are_given_up():
    with answering(lambda _: listing(after="again")) as server, pytest.raises(Transient):
        make_hubspot(server).find("note", make_enquiry(), CONTACT)


def test_a_person_is_found_by_email_without_search():
    ref, [request] = find("person", bodies("email", _51="ann@acme.example"))

    assert (request.method, request.path) == ("POST", "/crm/v3/objects/contacts/batch/read")
    assert request.json["idProperty"] == "email"
    assert request.json["inputs"] == [{"id": "ann@acme.example"}]
    assert ref.id == "51"
    assert find("person", partial(problem("OBJECT_NOT_FOUND")))[0] is None


def test_a_note_whose_answer_was_lost_is_found_in_the_practice_crm(tmp_path):
    enquiry, refs = make_enquiry(), {}
    with start_sandbox(tmp_path, "--rate", "0") as crm:
        [url] = parse_destinations(f"hubspot+http://{crm.token}@127.0.0.1:{crm.port}")
        hubspot = HubSpot.from_url(url)
        refs["person"] = hubspot.run("person", enquiry, refs)
        crm.faults([{"kind": "apply-then-drop", "match": "/notes", "times": 1}])

        with pytest.raises(OutcomeUnknown):
            hubspot.run("note", enquiry, refs)
        found = hubspot.find("note", enquiry, refs)

        assert found is not None
        assert hubspot.find("task", enquiry, refs) is None
        assert crm.counts()["notes"] == 1
        assert hubspot.check() == []


# Checking


def check(*behaviours):
    with serving(*behaviours) as server:
        return make_hubspot(server).check(), server.received


def test_a_check_reads_contacts_notes_and_tasks():
    problems, requests = check(*[reply(200, {"results": []})] * 3)

    assert problems == []
    assert [(each.method, each.path) for each in requests] == [
        ("GET", "/crm/v3/objects/contacts"),
        ("GET", "/crm/v3/objects/notes"),
        ("GET", "/crm/v3/objects/tasks"),
    ]


def test_a_refused_token_is_told_once_with_the_way_to_a_new_one():
    [found], requests = check(reply(401, problem("INVALID_AUTHENTICATION")))

    assert "HTTP 401" in found.what
    assert "Settings > Integrations > Service Keys" in found.remedy
    assert "crm.objects.contacts.read and crm.objects.contacts.write" in found.remedy
    assert len(requests) == 1


def test_each_missing_scope_is_told():
    problems, _ = check(
        reply(403, problem("MISSING_SCOPES", {"context": {"requiredScopes": ["a.read"]}})),
        reply(200, {"results": []}),
        reply(403, problem("MISSING_SCOPES")),
    )

    assert ["a.read" in problems[0].what, "not named" in problems[1].what] == [True, True]
    assert all("Service Key" in each.remedy for each in problems)


def test_a_wrong_address_and_an_outage_are_told_apart():
    [wrong], _ = check(reply(302, Location="https://elsewhere.example"))
    [outage], _ = check(reply(503))

    assert "api.hubapi.com" in wrong.remedy
    assert "Try again" in outage.remedy


# Its address


def from_url(text):
    [url] = parse_destinations(text)
    return HubSpot.from_url(url)


def test_records_of_a_real_account_are_linked_when_its_number_is_known():
    def upsert_url(query):
        with serving(UPSERTED) as server:
            hubspot = from_url(f"hubspot://{TOKEN}@api.hubapi.com{query}")
            # The address decides about links, so only where the call goes is bent.
            object.__setattr__(hubspot, "call", make_hubspot(server).call)
            return hubspot.run("person", make_enquiry(), {}).url

    assert upsert_url("?portal=123") == "https://app.hubspot.com/contacts/123/record/0-1/51"
    assert upsert_url("") == ""


def test_neither_token_nor_person_is_in_a_repr():
    hubspot = from_url(f"hubspot://{TOKEN}@api.hubapi.com?name=main&owner=7")

    assert "main" in repr(hubspot)
    assert TOKEN not in repr(hubspot)
    assert "ann" not in repr(make_enquiry()).lower()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("hubspot://tok%C3%A9n@api.hubapi.com", "credential"),
        ("hubspot://to%20ken@api.hubapi.com", "credential"),
        ("hubspot://token:word@api.hubapi.com", "password"),
        ("hubspot://token@api.hubapi.com?owner=ann", "query: 'owner'"),
        ("hubspot://token@api.hubapi.com?portal=1x", "query: 'portal'"),
        ("hubspot://token@api.hubapi.com?pipeline=1", "query: unknown key 'pipeline'"),
    ],
)
def test_a_url_that_hubspot_cannot_use_names_the_part(text, part):
    with pytest.raises(BadDestinationURL, match=f"1st entry: {part}"):
        from_url(text)
