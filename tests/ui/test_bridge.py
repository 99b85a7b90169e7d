import threading
from datetime import timedelta

from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.patrol.events import Event, FrameSeen, QueueChanged
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.shell.bridge import EventBridge
from tests.builders import NOW

THREADS, EACH = 4, 250


class Listener(QObject):
    """Notes what arrives, and on which thread."""

    def __init__(self, bridge: EventBridge) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.frames: list[FrameSeen] = []
        self.threads: set[QThread] = set()
        bridge.arrived.connect(self.hear)
        bridge.frame_arrived.connect(self.see)

    @Slot(object)
    def hear(self, event: Event) -> None:
        self.threads.add(QThread.currentThread())
        self.events.append(event)

    @Slot(object)
    def see(self, frame: FrameSeen) -> None:
        self.threads.add(QThread.currentThread())
        self.frames.append(frame)


def a_frame(number: int, camera: str = "front") -> FrameSeen:
    at = NOW + timedelta(milliseconds=number)
    return FrameSeen(Frame(b"", at, number, 1, 1, camera), ())


def run_all(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_every_event_of_every_thread_arrives_in_order_on_the_screens_thread(qtbot: QtBot) -> None:
    bridge = EventBridge()
    listener = Listener(bridge)

    def work(thread: int) -> None:
        for number in range(EACH):
            bridge.publish(QueueChanged(thread * EACH + number, None))

    run_all(*(threading.Thread(target=work, args=(n,)) for n in range(THREADS)))
    qtbot.waitUntil(lambda: len(listener.events) == THREADS * EACH)
    waiting = [event.waiting for event in listener.events if isinstance(event, QueueChanged)]
    assert sorted(waiting) == list(range(THREADS * EACH))
    for thread in range(THREADS):
        own = [number for number in waiting if number // EACH == thread]
        assert own == sorted(own)
    assert listener.threads == {QApplication.instance().thread()}  # type: ignore[union-attr]


def test_of_frames_only_the_newest_waits(qtbot: QtBot) -> None:
    bridge = EventBridge()
    listener = Listener(bridge)

    def work() -> None:
        for number in range(1000):
            bridge.publish(a_frame(number))

    run_all(threading.Thread(target=work))
    qtbot.waitUntil(lambda: bool(listener.frames))
    QApplication.processEvents()
    assert [seen.frame.number for seen in listener.frames] == [999]


def test_frames_that_come_while_the_screen_paints_do_not_queue(qtbot: QtBot) -> None:
    bridge = EventBridge()
    listener = Listener(bridge)
    total = 5000
    done = threading.Event()

    def work() -> None:
        for number in range(total):
            bridge.publish(a_frame(number))
        bridge.publish(QueueChanged(0, None))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: bool(listener.events))
    thread.join()
    qtbot.waitUntil(lambda: listener.frames[-1].frame.number == total - 1)
    numbers = [seen.frame.number for seen in listener.frames]
    assert numbers == sorted(set(numbers))
    assert done.is_set()


def test_frames_and_events_do_not_wait_for_each_other(qtbot: QtBot) -> None:
    bridge = EventBridge()
    listener = Listener(bridge)

    def work() -> None:
        bridge.publish(a_frame(1))
        bridge.publish(QueueChanged(1, None))
        bridge.publish(a_frame(2))

    run_all(threading.Thread(target=work))
    qtbot.waitUntil(lambda: bool(listener.events and listener.frames))
    assert len(listener.events) == 1
    assert listener.frames[-1].frame.number == 2


def test_of_each_camera_the_newest_frame_waits(qtbot: QtBot) -> None:
    bridge = EventBridge()
    listener = Listener(bridge)

    def work() -> None:
        for number in range(100):
            for camera in ("front", "rear"):
                bridge.publish(a_frame(number, camera))

    run_all(threading.Thread(target=work))
    qtbot.waitUntil(lambda: len(listener.frames) == 2)
    QApplication.processEvents()
    found = [(seen.frame.camera, seen.frame.number) for seen in listener.frames]
    assert found == [("front", 99), ("rear", 99)]
