"""Draws the dashboard's images for the documents: a run of Fashion-MNIST that has lost a trainer."""

import pathlib
import shutil
import signal
import sys
import tempfile
import time

from browser import Browser
from services import ROOT, Run

DATA = pathlib.Path("/usr/share/datasets/fashion-mnist")
LOOKS = {"light": (1240, "light", False), "dark": (1240, "dark", False), "phone": (390, "light", True)}


def shoot(page, name, width, scheme, is_phone):
    page.look(width, 900, scheme, is_phone)
    time.sleep(1)
    height = page.evaluate("Math.ceil(document.documentElement.scrollHeight)")
    page.look(width, height, scheme, is_phone)
    time.sleep(1)
    path = ROOT / f"docs/images/dashboard-{name}.png"
    page.screenshot(path)
    print(path.relative_to(ROOT), f"{width} x {height}", flush=True)


def main():
    (ROOT / "docs/images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
        shutil.copytree(DATA, f"{folder}/data/fashion-mnist", symlinks=False)
        run = Run(folder, ROOT / "examples/fashion-mnist.yaml", f"{folder}/data", 3)
        browser = Browser()
        try:
            for name, pause in {"ada": 18, "barbara": 24, "grace": 20, "hedy": 36}.items():
                run.start_trainer(name, pause)
            for step, name, action in [(700, "grace", "kill"), (760, "grace", "start"), (1500, "barbara", "kill")]:
                run.wait_for_step(step)
                if action == "kill":
                    run.trainers[name].send_signal(signal.SIGKILL)
                else:
                    run.start_trainer(name, 20)
            run.wait_for_step(1600)
            page = browser.page()
            page.open(f"http://127.0.0.1:{run.dashboard}/")
            page.wait("document.querySelector('#trainers tr[data-name=barbara] .pill')?.dataset.state === 'lost'", "barbara is lost")
            for name, look in LOOKS.items():
                shoot(page, name, *look)
        finally:
            browser.close()
            run.close()


if __name__ == "__main__":
    sys.exit(main())
