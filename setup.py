"""What the wheel holds beyond the package's own folder; all the rest stands in pyproject.toml."""

from setuptools import setup
from setuptools.command.build_py import build_py

DOCUMENTS = ("glossary.md", "methodology.md")


class WithDocuments(build_py):
    """Copy the documents that the pages show; a checkout reads them from docs/."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        for name in () if self.editable_mode else DOCUMENTS:
            self.copy_file(f"docs/{name}", f"{self.build_lib}/lfr_eval/ui/documents/{name}")


setup(cmdclass={"build_py": WithDocuments})
