"""A real RTSP server of GStreamer, run by Debian's own Python: PORT KIND [PASSWORD]."""

# mypy: ignore-errors

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

_PICTURES = (
    "videotestsrc is-live=true pattern=ball ! "
    "video/x-raw,format=I420,width=320,height=192,framerate=15/1"
)
_KINDS = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! "
    "rtph264pay config-interval=1 name=pay0",
    "jpeg": "jpegenc ! rtpjpegpay name=pay0",
}


def main(port: str, kind: str, password: str = "") -> None:
    """Serve until it is killed."""
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_service(port)
    server.set_address("127.0.0.1")
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {_PICTURES} ! {_KINDS[kind]} )")
    if password:
        demand(server, factory, password)
    server.get_mount_points().add_factory("/live", factory)
    if not server.attach(None):
        raise SystemExit("the port is taken")
    print("ready", flush=True)  # noqa: T201 - for the test
    GLib.MainLoop().run()


def demand(server: object, factory: object, password: str) -> None:
    """Let in whoever is called car and has the password."""
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "car")
    auth = GstRtspServer.RTSPAuth()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic("car", password), token)
    server.set_auth(auth)
    rights = GstRtspServer.RTSPPermissions()
    for what in ("access", "construct"):
        rights.add_permission_for_role("car", f"media.factory.{what}", True)  # noqa: FBT003
    factory.set_permissions(rights)


if __name__ == "__main__":
    main(*sys.argv[1:])
