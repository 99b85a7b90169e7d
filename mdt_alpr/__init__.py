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
``offload_file`` | ``plugin_files`` | ``program_files`` | ``interpreter`` | ``named_places``
                            what a car without a link brings on a stick | files that a folder walk
                            finds | the program's own files, compared with their list | no code
                            but ours | where a read was made, in words
``hold_keys`` | ``map_tiles`` | ``toml_file`` | ``disk_encryption``
                            keys of what is preserved | the agency's own map | a file of settings
                            | whether the disk is encrypted
``algorithms``              every cryptographic algorithm, and the modules that do the work
``acts``                    what may be asked of headquarters, declared once
``wire`` | ``clock`` | ``paths`` | ``signing`` | ``day_keys`` | ``json_logs`` | ``process_memory``
                            what car and headquarters say to each other | the time | where files
                            are | whose signature it is | what a deadline locks | how a log line
                            looks | what of a process others see
``key_places``              where keys lie
``private_files``           what only this user may read, on every system
``windows_rights``          who has access to a file of Windows
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
