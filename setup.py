"""Compile the translation catalogues whenever the package is built, editable installs included; all else is in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import Command, setup
from setuptools.command.build_py import build_py

LOCALE = Path(__file__).resolve().parent / "src" / "zhenggai" / "locale"


def compile_catalogues() -> None:
    """Write the .mo beside every .po that has none as new."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


class BuildWithCatalogues(build_py):
    """Building the package compiles the catalogues first."""

    def run(self) -> None:
        compile_catalogues()
        super().run()


class CompileCatalog(Command):
    """`python setup.py compile_catalog`, for a working copy whose sentences have changed."""

    user_options = []  # noqa: RUF012  (setuptools wants a list here)

    def initialize_options(self) -> None:
        """Nothing to set."""

    def finalize_options(self) -> None:
        """Nothing to check."""

    def run(self) -> None:
        compile_catalogues()


setup(cmdclass={"build_py": BuildWithCatalogues, "compile_catalog": CompileCatalog})
