"""Chromium over its debugging protocol, through a pair of pipes: nothing but Python and Debian's package is needed."""

import base64
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time

DEADLINE = 60

# Keys on which a browser does something by itself: their number, and the text that they make.
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Space": (32, " ")}


class Browser:
    """A headless Chromium with a profile of its own, gone when it is closed."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="dashboard-chromium-")
        self.events = queue.Queue()
        self.answers = {}
        self.answered = threading.Condition()
        self.count = 0
        to_read, self.to_write = os.pipe()
        self.from_read, from_write = os.pipe()
        command = [
            "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            f"--user-data-dir={self.profile}", "about:blank",
        ]
        # Chromium reads commands from descriptor 3 and writes answers to 4.
        script = f'exec "$@" 3<&{to_read} 4>&{from_write}'
        self.process = subprocess.Popen(
            ["bash", "-c", script, "chromium", *command], pass_fds=(to_read, from_write), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0)
        os.close(to_read)
        os.close(from_write)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        rest = b""
        while chunk := os.read(self.from_read, 1 << 16):
            *messages, rest = (rest + chunk).split(b"\0")
            for message in map(json.loads, messages):
                if "id" not in message:
                    self.events.put(message)
                    continue
                with self.answered:
                    self.answers[message["id"]] = message
                    self.answered.notify_all()

    def call(self, method, session=None, **parameters):
        self.count += 1
        number = self.count
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        with self.answered:
            if not self.answered.wait_for(lambda: number in self.answers, DEADLINE):
                raise TimeoutError(f"{method}: no answer within {DEADLINE} s")
            answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def page(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session)

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except Exception:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Page:
    """One page, with all that it asked for and complained of."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        self.requests, self.complaints = [], []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def take_events(self):
        """Sorts what has come so far."""
        while True:
            try:
                event = self.browser.events.get_nowait()
            except queue.Empty:
                return
            parameters = event.get("params", {})
            match event["method"]:
                case "Network.requestWillBeSent":
                    self.requests.append(parameters["request"]["url"])
                case "Runtime.exceptionThrown":
                    self.complaints.append(("exception", json.dumps(parameters["exceptionDetails"])))
                case "Runtime.consoleAPICalled" if parameters["type"] in ("error", "warning", "assert"):
                    self.complaints.append(("console", json.dumps(parameters["args"])))
                case "Log.entryAdded" if parameters["entry"]["level"] in ("error", "warning"):
                    entry = parameters["entry"]
                    self.complaints.append((entry["source"], f"{entry['text']} {entry.get('url', '')}"))

    def look(self, width, height, scheme="light", is_phone=False):
        """The window's size in CSS pixels, and what the person's system prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if is_phone else 1,
            mobile=is_phone)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'", f"{url} is loaded")

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait(self, expression, what, seconds=DEADLINE):
        """Waits until an expression holds, and returns its value."""
        end = time.monotonic() + seconds
        while True:
            value = self.evaluate(expression)
            if value:
                return value
            if time.monotonic() > end:
                text = self.evaluate("document.body.innerText")
                raise TimeoutError(f"not within {seconds} s: {what}\n{expression}\nthe page says:\n{text}")
            time.sleep(0.05)

    def press(self, key):
        """A key, with what the browser itself does on it."""
        number, text = KEYS.get(key, (0, ""))
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=text.replace("\r", "Enter") or key, code=key,
                windowsVirtualKeyCode=number, text=text if kind == "keyDown" else "")

    def screenshot(self, path):
        """All of the page, also what is below the window."""
        image = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(image["data"]))
