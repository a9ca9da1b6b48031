"""The three services as processes on free ports, and a way between them and the browser that can be cut."""

import json
import os
import pathlib
import select
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = ROOT / ".build/release"
DEADLINE = 300


class Run:
    """One run in a folder; what is started here is ended here. Its dashboard asks for a token where there is one."""

    def __init__(self, folder, job, data, minimum_trainers, token=""):
        self.folder, self.job, self.minimum_trainers = pathlib.Path(folder), job, minimum_trainers
        self.token = token
        # A copy, as images have it: its page can't come from anything that lies beside the binary.
        shutil.copy(BINARIES / "orchestrator", self.folder / "orchestrator")
        self.processes = []
        self.trainers = {}
        self.compute = self._ports("compute", "--data-root", str(data), "--port", "0")[1]["port"]
        self.dashboard = self.trainer_port = 0
        self.start_orchestrator()

    def start_orchestrator(self):
        """Starts it, or starts it again on the same ports and folder."""
        self.orchestrator, ports = self._ports(
            "orchestrator", str(self.job), "--compute", f"127.0.0.1:{self.compute}", "--port", str(self.trainer_port),
            "--run-directory", str(self.folder / "run"), "--dashboard-port", str(self.dashboard), "--resume", "auto",
            "--min-trainers", str(self.minimum_trainers), "--stay")
        self.dashboard, self.trainer_port = ports["dashboard"], ports["port"]

    def start_trainer(self, name, pause):
        """Starts a trainer that takes so many milliseconds more for each micro-batch, if any."""
        self.trainers[name] = self._start(
            name, "trainer", "--orchestrator", f"127.0.0.1:{self.trainer_port}", "--compute",
            f"127.0.0.1:{self.compute}", "--name", name,
            faults=f"trainer.pace action=pause ms={pause}" if pause > 0 else "")

    def _start(self, name, service, *arguments, faults=""):
        with open(self.folder / f"{name}.log", "ab") as log:
            program = (self.folder if service == "orchestrator" else BINARIES) / service
            process = subprocess.Popen(
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "PANGEA_FAULTS": faults, "PANGEA_DASHBOARD_TOKEN": self.token})
        self.processes.append(process)
        return process

    def _ports(self, service, *arguments):
        file = self.folder / f"{service}.ports"
        file.unlink(missing_ok=True)
        process = self._start(service, service, *arguments, "--ports-file", str(file))
        end = time.monotonic() + DEADLINE
        while not file.exists():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{service} doesn't listen:\n{(self.folder / f'{service}.log').read_text()}")
            time.sleep(0.02)
        return process, json.loads(file.read_text())

    def ask(self, path):
        request = urllib.request.Request(f"http://127.0.0.1:{self.dashboard}/api/v1/{path}")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def wait_for_step(self, step, seconds=DEADLINE):
        end = time.monotonic() + seconds
        while self.ask("run")["step"] < step:
            if time.monotonic() > end:
                raise TimeoutError(f"step {step} isn't reached: {self.ask('run')}")
            time.sleep(0.05)

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Way:
    """Passes connections on to a port, and notes the head of each request; can be cut and mended."""

    def __init__(self, target):
        self.target = target
        self.heads = []
        self.is_cut = False
        self.pairs = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                client.close()
                continue
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target), 10)
        except OSError:
            client.close()
            return
        pair = (client, server)
        self.pairs.add(pair)
        try:
            while True:
                ready, _, _ = select.select(pair, [], [], 1)
                for side in ready:
                    if not (data := side.recv(1 << 16)):
                        return
                    if side is client:
                        self.heads.append(data.decode(errors="replace"))
                    (server if side is client else client).sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            self.pairs.discard(pair)
            client.close()
            server.close()

    def cut(self):
        self.is_cut = True
        for pair in list(self.pairs):
            for side in pair:
                try:
                    side.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def mend(self):
        self.is_cut = False

    def asked(self, path):
        """The heads of the requests for a path."""
        return [head for head in self.heads if head.startswith(f"GET {path}")]

    def close(self):
        self.listener.close()
        self.cut()
