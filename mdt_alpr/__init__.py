"""MDT ALPR: the patrol-car client and the headquarters server.

Read the data's way left to right; every layer uses the same stage words::

    camera -> recognition -> matching -> alert -> stop -> outbox -> hq

Layers, top to bottom (a layer imports only what stands below it; names on one line do not
know each other):

``lab``                     measures, and trains the networks; a built client comes without it
``cli``                     chooses what to run
``measure``                 how well plates of known pictures are read, for one command and the lab
``demo``                    the scripted officer and the roll-call drill
``car`` | ``hq``            builds and runs the car | the server
``ui`` | ``adapters``       the car's screen | the car's outside world
``patrol`` | ``database`` | ``drive``
                            the car's use cases | SQLAlchemy plumbing of both stores | the drawn
                            drive of the demo
``maps`` | ``machine``      tiles and named places | clock, memory, disk, interpreter, own files
``keys``                    keys by day and by hold, where they lie, signatures, what they seal
``acts``                    what may be asked of headquarters, declared once
``wire``                    what car and headquarters say to each other
``files``                   where files are, and what only this user may read
``domain``                  what the words mean and what the order demands
"""

import os
import sys

# httpx loads its own command line where it can, with click, rich and pygments.
sys.modules["httpx._main"] = None  # type: ignore[assignment]

# Mako, which migrations load, colors its errors with pygments where it can: 15 MB.
sys.modules["mako.ext.pygmentplugin"] = None  # type: ignore[assignment]

# ONNX Runtime sends telemetry unless this is set before it loads; later is too late (SC-7, CM-7).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
