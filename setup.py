"""What pyproject.toml cannot say: a wheel carries the documents that pages show, which stand in `docs/`."""

from pathlib import Path
from shutil import copyfile

from setuptools import setup
from setuptools.command.build_py import build_py

DOCUMENTS = ("glossary.md", "methodology.md")


class BuildWithDocuments(build_py):
    """Copies the documents into the package that is built."""

    def run(self) -> None:
        """Build, then copy; an editable installation reads `docs/` itself."""
        super().run()
        if not self.editable_mode:
            for name in DOCUMENTS:
                copyfile(Path("docs", name), Path(self.build_lib, "lfr_eval", "ui", "documents", name))


setup(cmdclass={"build_py": BuildWithDocuments})
