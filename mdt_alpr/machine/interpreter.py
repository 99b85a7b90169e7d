"""An interpreter that runs nobody else's code: ``python -I`` (V9, SI-7).

With ``PYTHONPATH``, a user's own packages or the current folder, whoever sets a variable or leaves
a file there changes what the car shows. The installed command starts with ``-I``; where another
start did not, the program begins again with it.
"""

import os
import sys

_BEGIN = (
    "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
    "from mdt_alpr.__main__ import start; sys.exit(start())"
)
_LOADS_CODE = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
"""Folders whose libraries Qt would load."""
_OF_TLS = (
    "OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_MODULES", "OPENSSL_ENGINES",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE",
)  # fmt: skip
"""What has TLS load a library, trust other authorities or write its keys down (V31)."""


def _drop(names: tuple[str, ...]) -> None:
    for name in names:
        os.environ.pop(name, None)


def isolate() -> None:
    """Begin again in isolated mode, where this process is not in it; a built client always is."""
    if getattr(sys, "frozen", False):
        _drop(_OF_TLS)  # OpenSSL asks for them when it is used first
        return
    _drop(_LOADS_CODE + _OF_TLS)
    if sys.flags.isolated:
        return
    root = os.path.abspath(os.path.join(__file__, "..", "..", ".."))  # noqa: PTH100, PTH118
    options = ["-I", "-B"] if sys.flags.dont_write_bytecode else ["-I"]
    command = [sys.executable, *options, "-c", _BEGIN, root, *sys.argv[1:]]
    if os.name == "nt":  # whose exec does not wait: the shell would ask for the next command
        import signal
        import subprocess

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the other one's
        sys.exit(subprocess.call(command))  # noqa: S603 - this program
    os.execv(sys.executable, command)  # noqa: S606 - this program
