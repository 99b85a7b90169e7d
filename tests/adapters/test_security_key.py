"""How a security key is asked: its PIN, its touch, and what is said where it gives no answer."""

import json
from threading import Event, Timer

import pytest

from mdt_alpr.adapters.security_key import security_key
from mdt_alpr.domain.errors import SecurityKeyError
from tests.soft_key import PIN, SoftKey, plugged_in, touched

SITE = "0123456789abcdef.mdt-alpr.internal"
NEW = json.dumps(
    {
        "rp": {"id": SITE, "name": "MDT-ALPR"},
        "user": {"id": "MTI", "name": "officer", "displayName": "A. Sample"},
        "challenge": "A" * 43,
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "authenticatorSelection": {"userVerification": "required"},
    }
)


def asked(key: SoftKey, **fields: object) -> str:
    """Return a question to what the key holds."""
    made = json.loads(touched(key, NEW))["id"]
    known = [{"type": "public-key", "id": made}]
    question = {"challenge": "B" * 43, "rpId": SITE, "allowCredentials": known}
    return json.dumps({**question, "userVerification": "required", **fields})


def refused(question: str, *keys: SoftKey, pin: str = PIN) -> str:
    with pytest.raises(SecurityKeyError) as error:
        plugged_in(*keys).answer(question, pin, Event())
    return str(error.value)


def test_a_key_answers_with_its_site_and_its_question() -> None:
    key = SoftKey()
    answer = json.loads(touched(key, asked(key)))
    assert set(answer["response"]) >= {"clientDataJSON", "authenticatorData", "signature"}


def test_a_wrong_pin_is_said_and_at_last_that_the_key_is_blocked() -> None:
    key = SoftKey()
    question = asked(key)
    for _ in range(3):
        assert refused(question, key, pin="0000").startswith("The PIN of the security key is")
    assert "blocked" in refused(question, key, pin="0000")
    assert "gave no answer" in refused(question, SoftKey(), pin="")


@pytest.mark.attack("V5")
@pytest.mark.parametrize("site", ["bank.example", f"{SITE}.example", "xmdt-alpr.internal"])
def test_nobody_borrows_the_key_for_another_site(site: str) -> None:
    key = SoftKey()
    assert "not the security key of a headquarters" in refused(asked(key, rpId=site), key)


def test_which_key_answers() -> None:
    key, other = SoftKey(), SoftKey()
    question = asked(key)
    assert "No security key is plugged in" in refused(question)
    assert "Leave one" in refused(question, key, other)
    assert "was not added for you" in refused(question, other)
    assert "has no PIN yet" in refused(question, SoftKey(verifies=False))
    assert plugged_in(key).is_here()
    assert not plugged_in().is_here()


def test_a_person_who_does_not_touch_it_may_cancel() -> None:
    key = SoftKey()
    question, canceled = asked(key), Event()
    key.is_touched = False
    Timer(0.05, canceled.set).start()
    with pytest.raises(SecurityKeyError, match="not touched in time"):
        plugged_in(key).answer(question, PIN, canceled)


def test_a_key_that_waits_gives_up_by_itself() -> None:
    key = SoftKey()
    question = asked(key, timeout=50)
    key.is_touched = False
    assert "not touched in time" in refused(question, key)


def test_this_machine_can_say_whether_a_key_is_here() -> None:
    assert isinstance(security_key().is_here(), bool)
