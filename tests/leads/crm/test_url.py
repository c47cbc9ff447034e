import pytest

from leads.crm.base import NO_LIMIT, Rate
from leads.crm.url import BadDestinationURL, parse_destinations, read_destinations

TOKEN = "pat-eu1-5ecret"


def test_a_destination_speaks_https_and_carries_its_name():
    [url] = parse_destinations(f"hubspot://{TOKEN}@api.hubapi.com?name=main&owner=7")

    assert (url.kind, url.name, url.secure) == ("hubspot", "main", True)
    assert (url.host, url.port, url.path) == ("api.hubapi.com", 443, "")
    assert (url.token, url.password) == (TOKEN, "")
    assert url.options == {"owner": "7"}
    assert url.base_url == "https://api.hubapi.com"


@pytest.mark.parametrize(
    ("address", "base_url"),
    [
        ("127.0.0.1:8421", "http://127.0.0.1:8421"),
        ("127.9.9.9", "http://127.9.9.9"),
        ("localhost:80/crm/", "http://localhost/crm"),
        ("LOCALHOST", "http://localhost"),
        ("[::1]:8421", "http://[::1]:8421"),
    ],
)
def test_plain_http_is_spoken_to_this_machine(address, base_url):
    [url] = parse_destinations(f"hubspot+http://{TOKEN}@{address}")

    assert url.base_url == base_url
    assert url.name == "hubspot"


@pytest.mark.parametrize(
    "host", ["example.com", "10.0.0.1", "8.8.8.8", "[::ffff:127.0.0.1]", "localhost.example.com"]
)
def test_plain_http_to_another_machine_is_refused(host):
    with pytest.raises(BadDestinationURL, match="1st entry: host: plain http"):
        parse_destinations(f"hubspot+http://{TOKEN}@{host}")


def test_parts_are_percent_encoded():
    [url] = parse_destinations("odoo://ann%40acme.example:p%3Aq%2Fr%25@crm.example:8443/x?db=a%26b")

    assert url.token == "ann@acme.example"
    assert url.password == "p:q/r%"
    assert url.base_url == "https://crm.example:8443/x"
    assert url.options == {"db": "a&b"}


def test_a_secret_may_stand_alone_where_a_password_stands():
    [url] = parse_destinations(f"webhook://:{TOKEN}%2F@h.example/hooks/9/?name=zap")

    assert (url.token, url.password) == ("", f"{TOKEN}/")
    assert url.endpoint == "https://h.example/hooks/9/"
    assert url.base_url == "https://h.example/hooks/9"


def test_a_switch_is_yes_or_no():
    [url] = parse_destinations(f"a://{TOKEN}@h.example?b=yes&c=no&d=on")

    assert (url.switch("b"), url.switch("c"), url.switch("e")) == (True, False, False)
    with pytest.raises(BadDestinationURL, match="'d' must be yes or no"):
        url.switch("d")


def test_several_destinations_keep_their_order():
    urls = parse_destinations(" a://t@h.example \n b://t@h.example\ta://t@h.example?name=c ")

    assert [url.name for url in urls] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        (TOKEN, "scheme"),
        (f"{TOKEN}@api.hubapi.com", "scheme"),
        (f"hubspot+https://{TOKEN}@h.example", "scheme"),
        (f"hubspot+://{TOKEN}@h.example", "scheme"),
        (f"hubspot://{TOKEN}", "credential"),
        (f"hubspot://pat/{TOKEN}@h.example", "credential"),
        (f"hubspot://pat?{TOKEN}@h.example", "credential"),
        ("hubspot://@h.example", "credential"),
        ("hubspot://:@h.example", "credential"),
        (f"hubspot://a@{TOKEN}@h.example", "credential"),
        (f"hubspot://{TOKEN}%0A@h.example", "credential"),
        (f"hubspot://{TOKEN}%FF@h.example", "credential"),
        (f"hubspot://{TOKEN}%zz@h.example", "escape"),
        (f"hubspot://pat#{TOKEN}@h.example", "fragment"),
        (f"hubspot://{TOKEN}@h.example#", "fragment"),
        (f"hubspot://{TOKEN}@", "host"),
        (f"hubspot://{TOKEN}@-h", "host"),
        (f"hubspot://{TOKEN}@h..example", "host"),
        (f"hubspot://{TOKEN}@h_h.example", "host"),
        (f"hubspot://{TOKEN}@h.example:0", "port"),
        (f"hubspot://{TOKEN}@h.example:65536", "address"),
        (f"hubspot://h.example:{TOKEN}@h.example:x", "address"),
        (f"hubspot://{TOKEN}@[::1", "address"),
        (f"hubspot://{TOKEN}@h\u2100.example", "address"),
        (f"hubspot://{TOKEN}@h.example?name=Main", "name"),
        (f"hubspot://{TOKEN}@h.example?name={'n' * 41}", "name"),
        (f"hubspot://{TOKEN}@h.example?name=-a", "name"),
        (f"hubspot://{TOKEN}@h.example?name=", "query"),
        (f"hubspot://{TOKEN}@h.example?owner", "query"),
        (f"hubspot://{TOKEN}@h.example?owner=%FF", "query"),
        (f"hubspot://{TOKEN}@h.example?owner=1&owner=2", "query"),
        (f"hubspot://{TOKEN}@h.example?{TOKEN.upper()}=1", "query"),
    ],
)
def test_a_bad_entry_is_named_by_place_and_part_and_never_quoted(entry, part):
    with pytest.raises(BadDestinationURL) as caught:
        parse_destinations(f"a://t@h.example {entry}")

    assert str(caught.value).startswith(f"CRM_URL, 2nd entry: {part}: ")
    assert "5ecret" not in str(caught.value).lower()
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_two_destinations_may_not_share_a_name():
    with pytest.raises(BadDestinationURL, match="3rd entry: name: 'a' is taken by the 1st entry"):
        parse_destinations("a://t@h.example b://t@h.example a://u@h.example")


def test_an_option_that_no_adapter_knows_is_named():
    [url] = parse_destinations(f"hubspot://{TOKEN}@h.example?owner=7&ownr=8")

    known = r"unknown key 'ownr'; known here: calls, drill, name, owner$"
    with pytest.raises(BadDestinationURL, match=known):
        url.require_known_options({"owner"})


@pytest.mark.parametrize(
    ("query", "rate"),
    [("", None), ("?calls=190/10", Rate(190, 10)), ("?name=a&calls=0", NO_LIMIT)],
)
def test_an_entry_may_state_how_many_calls_are_allowed(query, rate):
    [url] = parse_destinations(f"hubspot://{TOKEN}@h.example{query}")

    assert url.rate == rate
    assert "calls" not in url.options


@pytest.mark.parametrize("calls", ["100", "0/10", "10/0", "-1/10", "fast", "1e3/10"])
def test_a_number_of_calls_that_cannot_be_read_is_named(calls):
    with pytest.raises(BadDestinationURL, match="1st entry: query: 'calls' must be calls/seconds"):
        parse_destinations(f"hubspot://{TOKEN}@h.example?calls={calls}")


def test_the_credential_is_not_in_the_repr():
    [url] = parse_destinations(
        f"odoo://ann%40acme.example:{TOKEN}@h.example/{TOKEN}?header=X:%20{TOKEN}"
    )

    assert TOKEN not in repr(url)
    assert "ann" not in repr(url)


@pytest.mark.parametrize(
    "environ", [{}, {"CRM_URL": ""}, {"CRM_URL": " \n"}, {"CRM_URL": "", "CRM_URL_FILE": ""}]
)
def test_nothing_set_means_no_destination(environ):
    assert read_destinations(environ) == ()


def test_destinations_are_read_from_the_variable():
    [url] = read_destinations({"CRM_URL": f"hubspot://{TOKEN}@h.example"})

    assert url.token == TOKEN


def test_destinations_are_read_from_a_file(tmp_path):
    file = tmp_path / "crm"
    file.write_text(f"hubspot://{TOKEN}@h.example\n")

    [url] = read_destinations({"CRM_URL_FILE": str(file)})

    assert url.token == TOKEN


def test_an_error_in_the_file_names_the_file_variable(tmp_path):
    file = tmp_path / "crm"
    file.write_text(TOKEN)

    with pytest.raises(BadDestinationURL, match="CRM_URL_FILE, 1st entry"):
        read_destinations({"CRM_URL_FILE": str(file)})


def test_variable_and_file_together_are_refused():
    with pytest.raises(BadDestinationURL, match="CRM_URL and CRM_URL_FILE"):
        read_destinations({"CRM_URL": "a://t@h.example", "CRM_URL_FILE": "/run/secrets/crm"})


@pytest.mark.parametrize("contents", [None, b"", b" \n", b"hubspot://5ecret\xff@h.example"])
def test_a_file_that_gives_nothing_readable_is_refused(tmp_path, contents):
    file = tmp_path / "crm"
    if contents is not None:
        file.write_bytes(contents)

    with pytest.raises(BadDestinationURL, match=r"^CRM_URL_FILE: ") as caught:
        read_destinations({"CRM_URL_FILE": str(file)})

    assert "5ecret" not in str(caught.value)
