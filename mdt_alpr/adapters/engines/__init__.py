"""Recognition engines, one file each: a detector, a reader, or both. Found by a folder walk.

A file offers a class ``Detector`` and/or a class ``Reader`` whose ``name`` is the engine's name
and whose only argument is ``threads``. Heavy libraries are imported in ``load``.
"""
