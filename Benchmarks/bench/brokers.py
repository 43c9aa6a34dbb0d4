"""The broker to measure on: Millrace's own, or a cluster of the user's."""

import shutil
import subprocess

from .processes import end, until
from .settings import ROOT

EXECUTABLE = ROOT / ".build/release/millrace-broker"


class Embedded:
    """The embedded broker on a directory, until the block is left. A fresh directory is removed with it."""

    name = "millrace-broker"

    def __init__(self, directory, keep=False):
        self.directory = directory
        self.keep = keep
        self.process = None
        self.address = ""

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        address = self.directory / "address"
        with self.directory.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [EXECUTABLE, "--dir", self.directory], stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self.address = until(lambda: address.exists() and address.read_text().strip(), 10, "the broker's start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        end(self.process)
        if not self.keep:
            shutil.rmtree(self.directory, ignore_errors=True)


class Existing:
    """A cluster of the user's."""

    def __init__(self, address):
        self.address = address
        self.name = f"the cluster at {address}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """It goes on."""


class Brokers:
    """A broker for each part of the measurement."""

    def __init__(self, directory, existing=None):
        self._directory = directory
        self._existing = existing
        self._count = 0

    def start(self):
        """A fresh one for a block."""
        if self._existing:
            return Existing(self._existing)
        self._count += 1
        return Embedded(self._directory / f"broker-{self._count}")
