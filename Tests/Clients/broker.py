"""A millrace-broker as a process of its own, which its owner may kill and start again."""

import os
import shutil
import signal
import subprocess
import time


class Broker:
    def __init__(self, executable, directory):
        self.executable = executable
        self.directory = directory
        self.process = None
        self.address = None

    def spawn(self):
        """Starts it without waiting until it can be reached."""
        if os.path.exists(self.directory + "/address"):
            # As the broker itself would do: what is there afterwards is the new one's.
            os.rename(self.directory + "/address", self.directory + "/address.last")
        self.log = open(self.directory + ".log", "ab")
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", self.executable, "--dir", self.directory],
            stdout=self.log, stderr=self.log)

    def start(self):
        """Starts it; returns how many seconds it took until it could be reached."""
        began = time.monotonic()
        self.spawn()
        file = self.directory + "/address"
        while not os.path.exists(file):
            if self.process.poll() is not None:
                raise RuntimeError(f"the broker ended with {self.process.returncode}:\n{self.log_text()}")
            if time.monotonic() > began + 60:
                raise RuntimeError(f"the broker did not start:\n{self.log_text()}")
            time.sleep(0.002)
        self.address = open(file).read().strip()
        return time.monotonic() - began

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def copy(self, directory):
        """What a broker that is dead has left on the disk, for another one to open."""
        shutil.rmtree(directory, ignore_errors=True)
        os.mkdir(directory)
        for name in os.listdir(self.directory):
            if name.startswith("broker."):
                shutil.copy(f"{self.directory}/{name}", directory)
        return Broker(self.executable, directory)

    def log_text(self):
        return open(self.directory + ".log", errors="replace").read()[-3000:]
