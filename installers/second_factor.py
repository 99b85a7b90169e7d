"""Answers ``hq enroll-factor`` as a person with an app does: second_factor.py COMMAND...

It starts the command, reads the secret that it shows, and gives it the code of this moment.
"""

import base64
import hmac
import re
import subprocess
import sys
import time

if __name__ == "__main__":
    asked = subprocess.Popen(
        sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    shown = ""
    while not (found := re.search(r"^  ([A-Z2-7]{16,})$", shown, re.MULTILINE)):
        line = asked.stdout.readline() if asked.stdout else ""
        if not line:
            sys.exit(shown)
        shown += line
    key = base64.b32decode(found[1] + "=" * (-len(found[1]) % 8))
    made = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    at = made[-1] & 15
    number = int.from_bytes(made[at : at + 4], "big") & 0x7FFFFFFF
    print(asked.communicate(f"{number % 10**6:06}\n")[0])
