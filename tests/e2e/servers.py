"""Servers of the end-to-end test: on the loopback, on free ports, with their data in one directory,
and stopped by their own process id."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, limit=10):
    with urllib.request.urlopen(url, timeout=limit) as page:
        return page.read().decode("utf-8")


def eventually(check, limit, what):
    """The first true result of `check`, which is called again until then."""
    deadline = time.monotonic() + limit
    while True:
        reason = ""
        try:
            result = check()
            if result:
                return result
        except (AssertionError, OSError) as error:
            reason = f": {error}"
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {limit} s{reason}")
        time.sleep(0.2)


class Server:
    def __init__(self, directory, program, ready, *arguments, port=None):
        """`ready` is the path that answers 200 when the server does. `{port}` stands for the port
        in the arguments."""
        self.port = port or free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"
        self.log = os.path.join(directory, f"{program}-{self.port}.log")
        if shutil.which(program) is None:
            raise OSError(f"{program} is not installed")
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [program, f"--web.listen-address={self.address}", *arguments], cwd=directory,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.ready = ready

    def wait_until_ready(self):
        def answers():
            if self.process.poll() is not None:
                with open(self.log, encoding="utf-8") as log:
                    raise RuntimeError(f"{self.process.args[0]} has ended: {log.read()[-2000:]}")
            return fetch(self.url + self.ready) is not None
        eventually(answers, 30, f"{self.process.args[0]} answers")
        return self

    def json(self, path, **parameters):
        query = urllib.parse.urlencode(parameters, doseq=True)
        return json.loads(fetch(f"{self.url}{path}" + (f"?{query}" if query else "")))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)


class Prometheus(Server):
    def __init__(self, directory, configuration, *arguments, port=None):
        """`configuration` is the name of the file in `directory`, and gives the data's name."""
        super().__init__(directory, "prometheus", "/-/ready", f"--config.file={configuration}",
                         f"--storage.tsdb.path={configuration}.data", *arguments, port=port)

    def query(self, expression):
        """The instant vector of an expression as pairs of labels and value."""
        try:
            answer = self.json("/api/v1/query", query=expression)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{expression}: {error.read().decode('utf-8')}") from error
        return [(sample["metric"], float(sample["value"][1]))
                for sample in answer["data"]["result"]]

    def value(self, expression):
        """The value of the only series of an expression, None without one."""
        result = self.query(expression)
        assert len(result) <= 1, f"{expression}: {len(result)} series"
        return result[0][1] if result else None

    def label_values(self, selector, label):
        series = self.json("/api/v1/series", **{"match[]": selector})["data"]
        return sorted({labels[label] for labels in series if label in labels})
