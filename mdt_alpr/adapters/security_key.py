"""A security key or passkey of the person before this machine, through python-fido2.

Windows asks for PIN, finger and touch in a dialog of its own; elsewhere the key is asked over
USB. A question is answered only where its site is a headquarters': nobody borrows the key for a
website.
"""

import json
import sys
from collections.abc import Callable, Iterable
from threading import Event
from typing import TYPE_CHECKING, Any

from mdt_alpr.domain.errors import SecurityKeyError
from mdt_alpr.domain.people.second_factor import KEY_SITES

if TYPE_CHECKING:
    from fido2.client import DefaultClientDataCollector, WebAuthnClient
    from fido2.ctap import CtapDevice

_NONE = "No security key is plugged in. Plug it in and try again."
_ONE = "Leave one security key plugged in, and try again."
_OTHER = "This is not the security key of a headquarters. Call the technician."
_NOT_TOUCHED = "The security key was not touched in time. Try again."
_NO_PIN = "This security key has no PIN yet. Set one with its maker's program, then try again."
_WRONG_PIN = "The PIN of the security key is wrong. Too many wrong ones block the key."
_BLOCKED = "The security key is blocked after wrong PINs. Take it out and put it in again."
_NOT_YOURS = "This security key was not added for you, or is added already."
_FAILED = "The security key gave no answer. Take it out, put it in and try again."


def security_key() -> "UsbKey | WindowsKey":
    """Return how this machine asks security keys."""
    return WindowsKey() if sys.platform == "win32" else UsbKey()


class UsbKey:
    """See ``patrol.ports.SecurityKey``; ``devices`` gives the keys that are plugged in."""

    asks_pin = True

    def __init__(self, devices: "Callable[[], Iterable[CtapDevice]] | None" = None) -> None:
        self._devices = devices

    def is_here(self) -> bool:
        if self._devices is not None:
            return any(True for _ in self._devices())
        from fido2.hid import list_descriptors

        return bool(list_descriptors())  # type: ignore[no-untyped-call]

    def answer(self, question: str, pin: str, canceled: Event) -> str:
        from fido2.client import Fido2Client, UserInteraction

        class Typed(UserInteraction):
            def request_pin(self, _permissions: Any, _rp_id: str | None) -> str | None:
                """Give the PIN that was typed."""
                return pin

        device = self._device()
        try:
            client = Fido2Client(device, _collector(question), Typed())
            return _answered(client, question, canceled)
        finally:
            device.close()

    def _device(self) -> "CtapDevice":
        if self._devices is None:
            from fido2.hid import CtapHidDevice

            devices: list[CtapDevice] = list(CtapHidDevice.list_devices())
        else:
            devices = list(self._devices())
        if len(devices) != 1:
            for device in devices:
                device.close()
            raise SecurityKeyError(_ONE if devices else _NONE)
        return devices[0]


class WindowsKey:
    """See ``patrol.ports.SecurityKey``: Windows' own dialog, with Windows Hello."""

    asks_pin = False

    def is_here(self) -> bool:
        from fido2.client.windows import WindowsClient

        return WindowsClient.is_available()

    def answer(self, question: str, pin: str, canceled: Event) -> str:
        from fido2.client.windows import WindowsClient

        del pin
        return _answered(WindowsClient(_collector(question)), question, canceled)


def _collector(question: str) -> "DefaultClientDataCollector":
    from fido2.client import DefaultClientDataCollector

    asked = json.loads(question)
    site = str(asked["rp"]["id"] if "rp" in asked else asked["rpId"])
    if not site.endswith(KEY_SITES):
        raise SecurityKeyError(_OTHER)
    origin = f"https://{site}"
    return DefaultClientDataCollector(origin, verify=lambda _site, asking: asking == origin)


def _answered(client: "WebAuthnClient", question: str, canceled: Event) -> str:
    from fido2.client import ClientError
    from fido2.webauthn import (
        PublicKeyCredentialCreationOptions,
        PublicKeyCredentialRequestOptions,
    )

    asked = json.loads(question)
    try:
        if "rp" in asked:
            adds = PublicKeyCredentialCreationOptions.from_dict(asked)
            return json.dumps(dict(client.make_credential(adds, event=canceled)))
        signs = PublicKeyCredentialRequestOptions.from_dict(asked)
        chosen = client.get_assertion(signs, event=canceled).get_response(0)
        return json.dumps(dict(chosen))
    except ClientError as error:
        raise SecurityKeyError(_words(error)) from error
    except OSError as error:
        raise SecurityKeyError(_FAILED) from error


def _words(error: Any) -> str:
    from fido2.client import ClientError
    from fido2.ctap import CtapError

    cause = getattr(error.cause, "code", None)
    if cause in (CtapError.ERR.PIN_INVALID, CtapError.ERR.PIN_AUTH_INVALID):
        return _WRONG_PIN
    if cause in (CtapError.ERR.PIN_BLOCKED, CtapError.ERR.PIN_AUTH_BLOCKED):
        return _BLOCKED
    return {
        ClientError.ERR.TIMEOUT: _NOT_TOUCHED,
        ClientError.ERR.DEVICE_INELIGIBLE: _NOT_YOURS,
        ClientError.ERR.CONFIGURATION_UNSUPPORTED: _NO_PIN,
    }.get(error.code, _FAILED)
