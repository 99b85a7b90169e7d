"""Headquarters keeps evidence, checks key and chain, and lets a package out that holds."""

import hashlib
import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import READS_LIFE
from mdt_alpr.domain.retention.evidence import JSON_PARTS, Part, key_claim
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.evidence.packages import package_of as package_of_hit
from mdt_alpr.hq.evidence.pictures import keep_picture
from mdt_alpr.hq.evidence.service import accept_key
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage, PartMessage, evidence_message
from mdt_alpr.wire.evidence_file import ExportNote, packed
from mdt_alpr.wire.messages import ItemMessage, PictureMessage
from mdt_alpr.wire.review import ChainMessage
from tests.builders import NOW
from tests.evidence import SEED, Sealer, a_verified_hit, checked
from tests.hq.disk import copied, said_by
from tests.hq.senders import a_batch, a_hit_message, a_read_message, an_item, outcomes

NOTE = ExportNote(CUSTODIAN, NOW, "criminal_investigation", "26-CR-1", "0", request=1)


def item(kind: ItemKind, body: object) -> ItemMessage:
    return ItemMessage(new_id(NOW, os.urandom(10)), 1, kind.value, NOW, encode(body))


def key_item(signer: Ed25519Signer, device: str = "car-1", **fields: Any) -> ItemMessage:
    proof = signer.sign(key_claim(device, signer.public_key)).hex()
    message = DeviceKeyMessage(device, signer.public_key, NOW, proof)
    return item(ItemKind.DEVICE_KEY, replace(message, **fields))


def package_of(sealer: Sealer, parts: tuple[Part, ...]) -> EvidenceMessage:
    own = sealer.chain[-1]
    facts = tuple(
        PartMessage(p.name, hashlib.sha256(p.body).hexdigest(),
                    p.body.decode() if p.name in JSON_PARTS else None)
        for p in parts
    )  # fmt: skip
    return evidence_message(own.seal, own.signature, NOW, facts)


def sealed(sealer: Sealer, name: str = "EXN2894") -> EvidenceMessage:
    return package_of(sealer, sealer.seal(a_verified_hit(name)))


def send(hq: Headquarters, *items: ItemMessage, device: str = "car-1") -> list[str]:
    caller = Caller(OFFICER, "A. Sample", Role.OFFICER, device, "")
    with hq.writing() as work:
        return outcomes(accept(work, caller, a_batch(*items, device=device), 500))


def send_packages(hq: Headquarters, *messages: EvidenceMessage) -> list[str]:
    return send(hq, *(item(ItemKind.EVIDENCE, message) for message in messages))


def send_pictures(hq: Headquarters) -> None:
    hit = a_verified_hit()
    for jpeg in (hit.read.crop, hit.read.context, *hit.trace.pictures()):
        digest = hashlib.sha256(jpeg).hexdigest()
        facts = PictureMessage(digest, hit.read.read_id, NOW, "frame", len(jpeg))
        assert send(hq, item(ItemKind.PICTURE, facts)) == ["accepted"]
        keep_picture(hq, digest, jpeg)


def chain(hq: Headquarters, sealer: Sealer) -> tuple[int, str, int | None]:
    with hq.reading() as work:
        found = evidence.chain(work.connection, sealer.device, sealer.signer.public_key)
    return found.verified, found.state, found.broken_at


def audited(hq: Headquarters, event: AuditEvent) -> list[dict[str, str]]:
    with hq.reading() as work:
        rows = work.connection.scalars(
            select(OWN_AUDIT.c.detail)
            .where(OWN_AUDIT.c.event == event)
            .order_by(OWN_AUDIT.c.sequence)
        )
        return [dict(detail) for detail in rows]


def test_the_first_key_of_a_device_is_accepted_and_audited(hq: Headquarters) -> None:
    sealer = Sealer()
    assert send(hq, key_item(sealer.signer), key_item(sealer.signer)) == ["accepted"] * 2
    (facts,) = audited(hq, AuditEvent.HQ_DEVICE_KEY_REGISTERED)
    assert facts == {"key": sealer.signer.public_key}


def test_a_key_without_its_proof_or_of_another_device_is_refused(hq: Headquarters) -> None:
    signer = Ed25519Signer(SEED)
    stolen = key_item(signer, public_key=Ed25519Signer(bytes(32)).public_key)
    assert send(hq, stolen, key_item(signer, "car-2")) == ["refused 323", "refused 310"]


def test_packages_that_follow_one_another_are_whole(hq: Headquarters) -> None:
    sealer = Sealer()
    packages = [sealed(sealer, f"ABC100{n}") for n in range(4)]
    send(hq, key_item(sealer.signer))
    assert send_packages(hq, *packages) == ["accepted"] * 4
    assert chain(hq, sealer) == (4, "whole", None)
    assert send_packages(hq, *packages) == ["accepted"] * 4
    assert chain(hq, sealer) == (4, "whole", None)


def test_a_gap_is_recorded_and_its_repair_too(hq: Headquarters) -> None:
    sealer = Sealer()
    first, second, third = (sealed(sealer, f"ABC100{n}") for n in range(3))
    send(hq, key_item(sealer.signer))
    send_packages(hq, first, third)
    assert chain(hq, sealer) == (1, "gap", 2)
    (facts,) = audited(hq, AuditEvent.HQ_EVIDENCE_BROKEN)
    assert (facts["state"], facts["sequence"]) == ("gap", "2")
    send_packages(hq, second)
    assert chain(hq, sealer) == (3, "whole", None)
    assert len(audited(hq, AuditEvent.HQ_EVIDENCE_REPAIRED)) == 1


def test_the_overview_shows_the_status_of_every_chain_of_evidence(hq: Headquarters) -> None:
    one, other = Sealer(), Sealer("car-2", bytes(32))
    first, _, third = (sealed(one, f"ABC100{n}") for n in range(3))
    send(hq, key_item(one.signer))
    send_packages(hq, first, third)
    send(hq, item(ItemKind.EVIDENCE, sealed(other)), device="car-2")
    with hq.reading() as work:
        found = overview(work).evidence
    assert found == (
        ChainMessage("car-1", 2, 1, "gap", 2),
        ChainMessage("car-2", 1, 0, "unknown_key", 1),
    )


def test_a_forged_signature_a_false_link_and_a_second_claim_are_recorded(hq: Headquarters) -> None:
    sealer = Sealer()
    send(hq, key_item(sealer.signer))
    first, second = sealed(sealer, "ABC1001"), sealed(sealer, "ABC1002")
    send_packages(hq, first, replace(second, signature="0" * 128))
    assert chain(hq, sealer) == (1, "forged", 2)
    send_packages(hq, second)
    assert chain(hq, sealer) == (1, "changed", 2)
    assert [facts["state"] for facts in audited(hq, AuditEvent.HQ_EVIDENCE_BROKEN)] == [
        "forged",
        "changed",
    ]


def test_parts_that_are_not_the_sealed_ones_are_refused(hq: Headquarters) -> None:
    package = sealed(Sealer())
    name, digest, body = package.parts[0].name, package.parts[0].sha256, package.parts[0].body
    assert body is not None
    other = PartMessage(name, digest, body.replace("EXN2894", "EXN2895"))
    changed = replace(package, parts=(other, *package.parts[1:]))
    assert send_packages(hq, changed) == ["refused 321"]
    assert send_packages(hq, replace(package, parts=package.parts[1:])) == ["refused 321"]
    assert send_packages(hq, replace(package, sequence=0)) == ["refused 301"]
    assert send_packages(hq, replace(package, device="car-2")) == ["refused 310"]


def test_another_key_waits_for_an_administrator_and_begins_its_own_chain(hq: Headquarters) -> None:
    old, new = Sealer(), Sealer(seed=bytes(32))
    send(hq, key_item(old.signer))
    send_packages(hq, sealed(old, "ABC1001"))
    assert send(hq, key_item(new.signer)) == ["refused 322"]
    send_packages(hq, sealed(new))
    assert chain(hq, new) == (0, "unknown_key", 1)
    for person in (CUSTODIAN, OFFICER, "nobody"):
        with pytest.raises(RefusedError):
            accept_key(hq, "car-1", "x", person)
    key = new.signer.public_key
    assert accept_key(hq, "car-1", key[:16], ADMINISTRATOR) == key
    assert key == new.signer.public_key
    assert chain(hq, new) == (1, "whole", None)
    assert chain(hq, old) == (1, "whole", None)
    assert send(hq, key_item(new.signer)) == ["accepted"]
    with pytest.raises(RefusedError, match="No key of this computer"):
        accept_key(hq, "car-1", key, ADMINISTRATOR)


def test_two_devices_have_chains_of_their_own(hq: Headquarters) -> None:
    one, other = Sealer(), Sealer("car-2", bytes(32))
    send(hq, key_item(one.signer), item(ItemKind.EVIDENCE, sealed(one)))
    send(hq, key_item(other.signer, "car-2"), item(ItemKind.EVIDENCE, sealed(other)),
         device="car-2")  # fmt: skip
    assert chain(hq, one) == chain(hq, other) == (1, "whole", None)


def a_sent_package(hq: Headquarters) -> str:
    sealer = Sealer()
    send(hq, key_item(sealer.signer))
    send_pictures(hq)
    send_packages(hq, sealed(sealer, "ABC1001"), sealed(sealer))
    hit_id = sealer.chain[-1].seal.hit_id
    read = a_read_message(captured_at=NOW, read_id=a_verified_hit().read.read_id)
    hit = a_hit_message(read, hit_id=hit_id, raised_at=NOW)
    assert send(hq, an_item(read), an_item(hit)) == ["accepted"] * 2
    return hit_id


def test_a_package_of_a_hit_holds_and_names_who_lets_it_out_on_which_request(
    hq: Headquarters,
) -> None:
    verdict = checked(packed(package_of_hit(hq, a_sent_package(hq), NOTE)))
    assert verdict.first_break == ""
    assert (verdict.note["by"], verdict.note["request"]) == (CUSTODIAN, 1)


def test_no_package_and_pictures_to_come_are_said(hq: Headquarters) -> None:
    with pytest.raises(RefusedError, match="No evidence of this hit"):
        package_of_hit(hq, new_id(NOW, bytes(10)), NOTE)
    sealer = Sealer()
    send(hq, key_item(sealer.signer), item(ItemKind.EVIDENCE, sealed(sealer)))
    with pytest.raises(RefusedError, match="not arrived yet"):
        package_of_hit(hq, sealer.chain[-1].seal.hit_id, NOTE)


@pytest.mark.clause(READS_LIFE.number)
def test_after_90_days_the_chain_is_whole_and_no_plate_is_left(hq: Headquarters) -> None:
    hit_id = a_sent_package(hq)
    assert "EXN2894" in everything(hq)
    purge(hq, NOW + timedelta(days=90))
    assert "EXN2894" not in everything(hq)
    data = packed(package_of_hit(hq, hit_id, NOTE))
    verdict = checked(data, days=90)
    assert (verdict.first_break, verdict.is_purged) == ("", True)
    assert b"EXN2894" not in data


def test_a_content_that_comes_too_late_is_not_kept_but_its_seal_is(hq: Headquarters) -> None:
    sealer = Sealer()
    old = replace(sealed(sealer), captured_at=NOW - timedelta(days=90))
    send(hq, key_item(sealer.signer))
    assert send_packages(hq, old) == ["accepted"]
    assert chain(hq, sealer) == (1, "whole", None)
    assert "EXN2894" not in everything(hq)


def everything(hq: Headquarters) -> str:
    return said_by(hq, copied(hq)).decode()
