"""Passkeys, with a device in software."""

from __future__ import annotations

import html
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from web.device import HOST, Device
from web.door import confirm, page_of, told, type_password, verbs


@pytest.fixture
def here(wang: Client) -> Client:
    """The clerk, under a name for which passkeys work."""
    wang.defaults["HTTP_HOST"] = HOST
    return wang


@pytest.fixture
def there(db: None) -> Client:
    """Somebody at the log-in page, under the same name."""
    return Client(headers={"host": HOST})


def options_on(page: str) -> dict:
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', page)[1]))


def add(client: Client, device: Device, *, name: str = "办公室电脑", alone: bool = True):
    options = options_on(page_of(client.get("/account/passkeys/add/")))
    facts = {"name": name, "credential": device.create(options), **({"passwordless": "on"} if alone else {})}
    return client.post("/account/passkeys/add/", facts)


def added(client: Client, device: Device, **facts) -> Device:
    confirm(client)
    assert add(client, device, **facts).status_code == 302
    return device


def enter(client: Client, device: Device, *, wanted: str = "/imports/"):
    asked = client.get("/login/passkey/", headers={"accept": "application/json"}).json()
    return client.post("/login/passkey/", {"credential": device.show(asked["request_options"]), "next": wanted})


def second_step(client: Client, device: Device):
    options = options_on(page_of(client.get("/login/step/")))
    return client.post("/login/step/", {"credential": device.show(options)})


def test_adding_one_asks_who_one_is_first(here: Client) -> None:
    assert here.get("/account/passkeys/add/")["Location"].startswith("/account/confirm/")
    assert here.post("/account/passkeys/add/", {"credential": "{}"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_it_is_added_with_its_name_and_recovery_codes_follow(here: Client) -> None:
    confirm(here)

    answer = add(here, Device())

    assert answer["Location"] == "/account/recovery/"
    assert "通行密钥“办公室电脑”" in page_of(here.get("/account/"))
    assert told()[-1] == ("add_factor", {"name": "办公室电脑", "way": "通行密钥"})


def test_it_logs_in_without_a_password_and_leads_to_what_was_wanted(here: Client, there: Client) -> None:
    device = added(here, Device())

    answer = enter(there, device)

    assert answer["Location"] == "/imports/"
    assert there.get("/account/").status_code == 200
    assert told()[-1] == ("log_in", {"address": "127.0.0.1", "way": "通行密钥"})


def test_it_leads_nowhere_else(here: Client, there: Client) -> None:
    device = added(here, Device())

    assert enter(there, device, wanted="https://elsewhere.example/")["Location"] == "/"


def test_it_is_the_second_step_after_the_password(here: Client, there: Client) -> None:
    device = added(here, Device(verifies=False), alone=False)
    type_password(there)

    answer = second_step(there, device)

    assert answer.status_code == 302
    assert told()[-1][1]["way"] == "密码、通行密钥"


def test_a_key_that_asks_for_no_finger_does_not_log_in_alone(here: Client, there: Client) -> None:
    device = added(here, Device(verifies=False), alone=False)

    answer = enter(there, device)

    assert answer["Location"] == "/login/"
    assert there.get("/account/").status_code == 302
    assert verbs()[-1] == "log_in_failed"


def test_a_key_that_asks_for_no_finger_is_not_added_to_log_in_alone(here: Client) -> None:
    confirm(here)

    answer = add(here, Device(verifies=False))

    assert answer.status_code == 422
    assert "验证没有通过" in page_of(answer)
    assert not Authenticator.objects.exists()


def test_another_device_is_no_second_step(here: Client, there: Client) -> None:
    added(here, Device())
    type_password(there)

    answer = second_step(there, Device())

    assert answer.status_code == 422
    assert "验证没有通过" in page_of(answer)
    assert there.get("/account/").status_code == 302
    assert told()[-1] == ("log_in_failed", {"address": "127.0.0.1", "login": "office-clerk", "way": "通行密钥"})


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("torn", ["", "AA", "e30", "____", 7, None, "ab cd"])
def test_a_torn_answer_lets_nobody_in_and_breaks_nothing(here: Client, there: Client, part: str, torn: object) -> None:
    device = added(here, Device())
    asked = there.get("/login/passkey/", headers={"accept": "application/json"}).json()
    proof = json.loads(device.show(asked["request_options"]))
    proof["response"][part] = torn

    answer = there.post("/login/passkey/", {"credential": json.dumps(proof)})

    assert answer["Location"] == "/login/"
    assert there.get("/account/").status_code == 302


def test_a_forged_signature_is_not_believed(here: Client, there: Client) -> None:
    device, forged = added(here, Device()), Device()
    forged.credential_id, forged.user = device.credential_id, device.user

    answer = enter(there, forged)

    assert answer["Location"] == "/login/"
    assert there.get("/account/").status_code == 302


def test_a_device_that_was_lured_elsewhere_is_not_believed(here: Client, there: Client) -> None:
    device = added(here, Device())
    device.origin = "https://zhenggai.example"

    answer = enter(there, device)

    assert answer["Location"] == "/login/"
    assert there.get("/account/").status_code == 302


def test_an_answer_counts_once(here: Client, there: Client) -> None:
    device = added(here, Device())
    asked = there.get("/login/passkey/", headers={"accept": "application/json"}).json()
    proof = device.show(asked["request_options"])
    there.post("/login/passkey/", {"credential": proof})
    other = Client(headers={"host": HOST})
    other.get("/login/passkey/", headers={"accept": "application/json"})

    answer = other.post("/login/passkey/", {"credential": proof})

    assert answer["Location"] == "/login/"
    assert other.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "not json", '{"id": 1}', '{"response": {"userHandle": "MQ"}}']
)
def test_nonsense_lets_nobody_in_and_breaks_nothing(here: Client, there: Client, credential: str) -> None:
    added(here, Device())
    there.get("/login/passkey/", headers={"accept": "application/json"})

    answer = there.post("/login/passkey/", {"credential": credential})

    assert answer["Location"] == "/login/"
    assert there.get("/account/").status_code == 302


@pytest.mark.parametrize("credential", ["", "{}", "[]", "not json", '{"id": 1}'])
def test_nonsense_adds_nothing(here: Client, credential: str) -> None:
    confirm(here)
    here.get("/account/passkeys/add/")

    answer = here.post("/account/passkeys/add/", {"name": "x", "credential": credential})

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_a_closed_accounts_passkey_is_led_back(here: Client, there: Client) -> None:
    from zhenggai.people.models import Account

    device = added(here, Device())
    Account.objects.update(is_active=False)

    answer = enter(there, device)

    assert answer["Location"] == "/login/"
    assert "这个账号已经停用" in page_of(there.get("/login/"))
    assert verbs()[-1] == "log_in_failed"


def test_it_confirms_changes(here: Client, there: Client) -> None:
    device = added(here, Device())
    enter(there, device)
    options = options_on(page_of(there.get("/account/confirm/passkey/")))

    answer = there.post("/account/confirm/passkey/?next=/account/code/", {"credential": device.show(options)})

    assert answer["Location"] == "/account/code/"
    assert there.get("/account/code/").status_code == 200


def test_another_device_confirms_nothing(here: Client) -> None:
    added(here, Device())
    options = options_on(page_of(here.get("/account/confirm/passkey/")))

    answer = here.post("/account/confirm/passkey/", {"credential": Device().show(options)})

    assert answer.status_code == 422
    assert "验证没有通过" in page_of(answer)


def test_it_is_given_up(here: Client, there: Client) -> None:
    device = added(here, Device())
    passkey = Authenticator.objects.get(type="webauthn").pk

    page = here.get(f"/account/passkeys/{passkey}/remove/")
    answer = here.post(f"/account/passkeys/{passkey}/remove/")

    assert "停用通行密钥“办公室电脑”之后" in page_of(page)
    assert answer["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert told()[-1] == ("remove_factor", {"name": "办公室电脑", "way": "通行密钥"})
    assert enter(there, device)["Location"] == "/login/"


def test_zhao_cannot_give_up_what_is_not_hers(here: Client, zhao: Client) -> None:
    added(here, Device())
    confirm(zhao)

    answer = zhao.post(f"/account/passkeys/{Authenticator.objects.get(type='webauthn').pk}/remove/")

    assert answer.status_code == 404
    assert Authenticator.objects.filter(type="webauthn").exists()


def test_the_last_one_stays_where_the_role_needs_it_and_one_of_two_may_go(here: Client, settings) -> None:
    added(here, Device())
    settings.TWO_STEP_ROLES = frozenset({"office_clerk"})
    first = Authenticator.objects.get(type="webauthn").pk
    refused = here.post(f"/account/passkeys/{first}/remove/")
    add(here, Device(), name="手机")

    answer = here.post(f"/account/passkeys/{first}/remove/")

    assert refused.status_code == 422
    assert "必须保留一种" in page_of(refused)
    assert answer["Location"] == "/account/"
