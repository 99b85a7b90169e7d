"""The guards of ``tests/conftest.py`` catch what they are there for."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
MARKER = "[pytest]\nmarkers =\n    logs_warnings: looks at log records itself\n"


def errors_of(pytester: pytest.Pytester, body: str) -> tuple[int, str]:
    """Return how many tests broke in a session of its own, and what it said."""
    pytester.makeini(MARKER)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(body)
    result = pytester.runpytest_subprocess("-p", "no:xvfb")
    outcomes = result.parseoutcomes()
    return outcomes.get("failed", 0) + outcomes.get("errors", 0), result.stdout.str()


def test_a_test_that_reaches_another_machine_fails(pytester: pytest.Pytester) -> None:
    body = """
        import socket

        def test_call_home():
            socket.create_connection(("192.0.2.1", 80), timeout=1)

        def test_look_up_a_name():
            socket.getaddrinfo("hq.example", 443)

        def test_this_machine_is_fine():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()
    """

    broken, said = errors_of(pytester, body)

    assert broken == 2
    assert "tests reach this machine only, not '192.0.2.1'" in said
    assert "tests reach this machine only, not 'hq.example'" in said


def test_a_test_that_leaves_a_thread_fails(pytester: pytest.Pytester) -> None:
    body = """
        import threading

        import conftest

        conftest._THREADS_END_WITHIN_S = 0.1
        end = threading.Event()

        def test_leaves_one():
            threading.Thread(target=end.wait, name="camera").start()

        def test_next_one_is_fine():
            end.set()
    """

    broken, said = errors_of(pytester, body)

    assert broken == 1
    assert "threads left running: ['camera']" in said


def test_a_test_that_logs_a_warning_fails_unless_it_is_marked(pytester: pytest.Pytester) -> None:
    body = """
        import logging

        import pytest

        def test_quiet():
            logging.getLogger("car").info("fine")

        def test_loud():
            logging.getLogger("car").warning("the disk is full")

        @pytest.mark.logs_warnings
        def test_loud_on_purpose():
            logging.getLogger("car").warning("the disk is full")
    """

    broken, said = errors_of(pytester, body)

    assert broken == 1
    assert "unexpected log records: ['car: the disk is full']" in said


def test_tests_have_a_null_keyring_and_a_data_folder_of_their_own(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    import keyring

    from mdt_alpr.files import paths

    assert type(keyring.get_keyring()).__module__ == "keyring.backends.null"
    assert tmp_path_factory.getbasetemp() in paths.data_folder().parents
