"""Several threads may be the first to read a message: a server's are, after each start."""

import subprocess
import sys

_READS = """
import dataclasses, sys, threading
from mdt_alpr.wire.codec import decode, encode

sys.setswitchinterval(1e-6)
for number in range(150):
    inner = dataclasses.make_dataclass("Inner", [("text", str), ("number", int)], frozen=True)
    outer = dataclasses.make_dataclass("Outer", [("parts", tuple[inner, ...])], frozen=True)
    text = '{"parts":[{"number":1,"text":"a"}]}'
    begins = threading.Barrier(8)

    def read():
        begins.wait()
        assert encode(decode(outer, text)) == text

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_that_read_a_message_first_at_once_all_can() -> None:
    """msgspec 0.22 crashes where two threads make a class known to it."""
    found = subprocess.run([sys.executable, "-c", _READS], capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")
