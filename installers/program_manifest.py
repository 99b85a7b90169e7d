"""Lists the program's files in a wheel, and signs the list where MDT_ALPR_RELEASE_KEY names a key.

A hook of hatchling: ``python -m hatchling build -t wheel``. build.spec does the same for a client.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManifestHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts ``program.manifest`` into the package; a checkout that is linked in has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """List the package as it will be installed, with its resources."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from mdt_alpr.machine.program_files import MANIFEST, release_key_file, write_manifest

        self.folder = tempfile.mkdtemp(prefix="mdt-alpr-manifest-")
        staged = Path(self.folder, "mdt_alpr")
        without = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(root / "mdt_alpr", staged, ignore=without)
        shutil.copytree(root / "resources", staged / "resources", ignore=without)
        write_manifest(staged, release_key_file(os.environ))
        build_data["force_include"][str(staged / MANIFEST)] = f"mdt_alpr/{MANIFEST}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        del build_data, artifact_path
        if version != "editable":
            shutil.rmtree(self.folder)
