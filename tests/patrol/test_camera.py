"""Newest frame wins; a lost camera is said, waited for and opened again."""

import threading

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.patrol.camera import CameraLoop, Mailbox
from mdt_alpr.patrol.events import CameraBeat, CameraChanged, Health, SourceEnded
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW, SetClock
from tests.played_devices import PlayedCamera


def a_frame(number: int) -> Frame:
    return Frame(None, NOW, number, 1280, 720, "front")


def run(camera: PlayedCamera) -> tuple[list[CameraChanged | CameraBeat | SourceEnded], Mailbox]:
    said: list[CameraChanged | CameraBeat | SourceEnded] = []
    mailbox = Mailbox()
    CameraLoop(camera, mailbox, SetClock(), lambda: 1.0, said.append).run()
    return said, mailbox


def test_an_older_frame_gives_way_to_a_newer_one() -> None:
    _, mailbox = run(PlayedCamera(a_frame(1), a_frame(2), a_frame(3), None))
    taken = mailbox.take()
    assert taken is not None
    assert taken.number == 3
    assert mailbox.take() is None


def test_a_beat_says_which_share_of_the_pictures_the_computer_kept_up_with() -> None:
    said: list[CameraChanged | CameraBeat | SourceEnded] = []
    clock, mailbox = SetClock(), Mailbox()

    def publish(event: CameraChanged | CameraBeat | SourceEnded) -> None:
        said.append(event)
        if isinstance(event, CameraBeat):
            mailbox.take()  # one is read between two beats

    class Half(PlayedCamera):
        def read(self) -> Frame | None:
            clock.pass_by(seconds=0.125)
            return super().read()

    camera = Half(*(a_frame(n) for n in range(9)), None)
    CameraLoop(camera, mailbox, clock, lambda: 1.0, publish).run()
    assert [e.read_share for e in said if isinstance(e, CameraBeat)] == [1.0, 0.25, 0.25]


def test_a_waiting_taker_is_woken_by_the_end() -> None:
    mailbox = Mailbox()
    taken: list[Frame | None] = []
    taker = threading.Thread(target=lambda: taken.append(mailbox.take()))
    taker.start()
    mailbox.close()
    taker.join(5)
    assert taken == [None]


def test_the_end_of_a_file_is_said_and_the_device_is_closed() -> None:
    camera = PlayedCamera(a_frame(1), None)
    said, _ = run(camera)
    assert [s.health for s in said if isinstance(s, CameraChanged)] == [Health.STARTING, Health.OK]
    assert said[-1] == SourceEnded("front")
    assert camera.closed == 1


def test_a_camera_that_breaks_off_is_opened_again_and_says_when() -> None:
    camera = PlayedCamera(a_frame(1), CameraLostError("Cable out."), a_frame(2), None)
    said, mailbox = run(camera)
    lost = [s for s in said if isinstance(s, CameraChanged) and s.health is Health.LOST]
    assert [(s.why, s.next_try_s) for s in lost] == [("Cable out.", 0.5)]
    assert said[-1] == SourceEnded("front")
    taken = mailbox.take()
    assert taken is not None
    assert taken.number == 2


def test_each_failed_try_waits_longer() -> None:
    said, _ = run(PlayedCamera(a_frame(1), None, no_open=3))
    waits = [s.next_try_s for s in said if isinstance(s, CameraChanged) and s.next_try_s]
    assert waits == [0.5, 1.0, 2.0]


def test_stopping_ends_the_wait_for_a_lost_camera() -> None:
    said: list[CameraChanged | CameraBeat | SourceEnded] = []
    lost = threading.Event()

    def publish(event: CameraChanged | CameraBeat | SourceEnded) -> None:
        said.append(event)
        if isinstance(event, CameraChanged) and event.health is Health.LOST:
            lost.set()

    camera = PlayedCamera(no_open=1000)
    loop = CameraLoop(camera, Mailbox(), SetClock(), lambda: 0.0, publish)
    thread = threading.Thread(target=loop.run)
    thread.start()
    assert lost.wait(5)
    loop.stop()
    thread.join(5)
    assert not thread.is_alive()


def from_camera(name: str, number: int) -> Frame:
    return Frame(None, NOW, number, 1280, 720, name)


def test_cameras_are_served_in_turn_however_fast_one_of_them_is() -> None:
    mailbox = Mailbox(cameras=2)
    mailbox.put(from_camera("rear", 0))
    served = []
    for number in range(6):
        mailbox.put(from_camera("front", number))
        if number % 2:
            mailbox.put(from_camera("rear", number))
        taken = mailbox.take()
        assert taken is not None
        served.append(taken.camera)
    assert served.count("rear") >= 2
    assert served.count("front") >= 3


def test_one_camera_that_ends_leaves_the_other_going() -> None:
    mailbox = Mailbox(cameras=2)
    mailbox.close()
    mailbox.put(from_camera("rear", 1))
    assert mailbox.take() is not None
    mailbox.close()
    assert mailbox.take() is None


class TickingCamera(PlayedCamera):
    """Lets a quarter of a second pass with every frame."""

    def __init__(self, clock: SetClock, *pixels: bytes) -> None:
        frames = [Frame(p, NOW, n, 1, 1, "front") for n, p in enumerate(pixels)]
        super().__init__(*frames, None)
        self._clock = clock

    def read(self) -> Frame | None:
        self._clock.pass_by(seconds=0.25)
        return super().read()


def beats_of(*pixels: bytes) -> list[bool]:
    said: list[CameraChanged | CameraBeat | SourceEnded] = []
    clock = SetClock()
    camera = TickingCamera(clock, *pixels)
    CameraLoop(camera, Mailbox(), clock, lambda: 1.0, said.append).run()
    return [beat.moves for beat in said if isinstance(beat, CameraBeat)]


def test_a_camera_tells_twice_a_second_that_it_delivers() -> None:
    assert beats_of(*(bytes([n]) for n in range(8))) == [True] * 4


def test_a_camera_that_sends_the_same_picture_says_so() -> None:
    assert beats_of(*[b"same"] * 6, b"other", b"other") == [True, False, False, True]


class Stills(PlayedCamera):
    """Pictures that stand alone, as those of a folder."""

    stills = True


def in_thread(loop: CameraLoop) -> threading.Thread:
    thread = threading.Thread(target=loop.run)
    thread.start()
    return thread


def test_pictures_that_stand_alone_are_all_taken_in_order_however_late_their_reader_is() -> None:
    said: list[CameraChanged | CameraBeat | SourceEnded] = []
    delivered, mailbox = threading.Event(), Mailbox()

    def publish(event: CameraChanged | CameraBeat | SourceEnded) -> None:
        said.append(event)
        if isinstance(event, CameraBeat):
            delivered.set()

    camera = Stills(*(a_frame(n) for n in range(8)), None)
    thread = in_thread(CameraLoop(camera, mailbox, SetClock(), lambda: 0.0, publish))
    assert delivered.wait(5)
    taken = []
    while (frame := mailbox.take()) is not None:
        taken.append(frame.number)
    thread.join(5)
    assert taken == list(range(8))
    assert {event.read_share for event in said if isinstance(event, CameraBeat)} == {1.0}
    assert said[-1] == SourceEnded("front")


def test_two_folders_wait_each_for_its_own_pictures() -> None:
    mailbox = Mailbox(cameras=2)
    threads = []
    for name in ("front", "rear"):
        camera = Stills(*(from_camera(name, n) for n in range(5)), None)
        camera.name = name
        loop = CameraLoop(camera, mailbox, SetClock(), lambda: 0.0, lambda _: None)
        threads.append(in_thread(loop))
    taken = []
    while (frame := mailbox.take()) is not None:
        taken.append((frame.camera, frame.number))
    for thread in threads:
        thread.join(5)
    for name in ("front", "rear"):
        assert [number for camera, number in taken if camera == name] == list(range(5))


def test_stopping_ends_the_wait_for_a_reader_that_never_comes() -> None:
    beats = threading.Event()
    camera = Stills(*(a_frame(n) for n in range(8)), None)

    def publish(event: CameraChanged | CameraBeat | SourceEnded) -> None:
        if isinstance(event, CameraBeat):
            beats.set()

    loop = CameraLoop(camera, Mailbox(), SetClock(), lambda: 0.0, publish)
    thread = in_thread(loop)
    assert beats.wait(5)
    thread.join(0.2)
    assert thread.is_alive()
    loop.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert camera.closed == 1


def test_a_camera_whose_picture_waits_for_its_reader_still_says_that_it_delivers() -> None:
    clock = SetClock()
    said: list[CameraBeat] = []
    enough = threading.Event()

    def publish(event: CameraChanged | CameraBeat | SourceEnded) -> None:
        if isinstance(event, CameraBeat):
            clock.pass_by(seconds=1)
            said.append(event)
            if len(said) == 3:
                enough.set()

    loop = CameraLoop(Stills(a_frame(0), a_frame(1), None), Mailbox(), clock, lambda: 0.0, publish)
    thread = in_thread(loop)
    assert enough.wait(5)
    loop.stop()
    thread.join(5)
    assert {beat.moves for beat in said} == {True}
