"""The dashboard in a real browser, during a real run in which things go wrong."""

import base64
import signal
import sys
import tempfile
import time
import urllib.parse

import access
from browser import Browser
from services import ROOT, Run, Way

# As many steps as the chart has room for, so that each is a point of its own in it.
EPOCHS = 6
STEPS = 23 * EPOCHS
TOKEN = "only-who-may-look/knows+it"
LINE = "document.querySelector('#loss path.line.training')?.getAttribute('d').split('L').length ?? 0"

DIGEST = """(async () => {
  const row = document.querySelector('#checkpoints tbody tr');
  const bytes = await (await fetch(row.querySelector('a').href)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [found, row.querySelector('code').title, row.querySelector('th').textContent];
})()"""


def say(words):
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def expect(holds, words):
    if not holds:
        raise AssertionError(words)
    say(f"ok  {words}")


def digits(folder):
    text = (ROOT / "examples/digits.yaml").read_text()
    assert "epochs: 20" in text, "examples/digits.yaml: expected 20 epochs"
    job = f"{folder}/job.yaml"
    with open(job, "w") as file:
        file.write(text.replace("epochs: 20", f"epochs: {EPOCHS}"))
    return job


def is_asked(page, way):
    """For a name and a password, as somebody is who opens the page; the browser shows both from there on."""
    page.open(f"http://127.0.0.1:{way.port}/")
    status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    expect(status == 401 and not page.evaluate("document.getElementById('state')"), f"without the dashboard's token there is no page: {status}")
    # What would be typed; not at the page itself, which could fetch nothing below an address with a password in it.
    page.open(f"http://anybody:{urllib.parse.quote(TOKEN, safe='')}@127.0.0.1:{way.port}/favicon.svg")
    # The browser complains of the 401.
    page.take_events()
    page.complaints.clear()
    page.requests.clear()
    way.heads.clear()


def shows_the_token(way):
    shown = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
    # A connection is used again: what was read at once may be half a head, or two.
    asked, shows = ("".join(way.heads).count(words) for words in ("GET /", f"Authorization: Basic {shown}\r\n"))
    expect(asked == shows, f"the browser showed the token by itself, for the events too: {shows} of {asked} times")


def grows(page):
    before = page.wait(f"(({LINE}) >= 5) && ({LINE})", "the curve has five points")
    after = page.wait(f"(({LINE}) >= {before + 5}) && ({LINE})", "the curve grows")
    expect(after > before, f"the curve grows by itself, from {before} to {after} points")


def reads(page):
    page.evaluate("document.getElementById('loss').focus()")
    page.press("Home")
    first = page.wait("/^Step 0:/.test(document.getElementById('loss-readout').textContent) && document.getElementById('loss-readout').textContent", "Home shows step 0")
    page.press("ArrowRight")
    page.wait("/^Step 1:/.test(document.getElementById('loss-readout').textContent)", "the arrow shows step 1")
    expect(True, f"the keyboard moves along the curve: \"{first}\"")
    box = page.evaluate("(() => { const box = document.getElementById('accuracy').getBoundingClientRect(); return [box.left + box.width / 2, box.top + 60]; })()")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    words = page.wait("/^Step/.test(document.getElementById('accuracy-readout').textContent) && document.getElementById('accuracy-readout').textContent", "the mouse shows a value")
    expect(True, f"so does the mouse: \"{words}\"")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    page.evaluate("document.activeElement.blur()")


def loses_a_trainer(page, run):
    run.trainers["bob"].send_signal(signal.SIGKILL)
    row = "document.querySelector('#trainers tr[data-name=bob]')"
    page.wait(f"{row}.querySelector('.pill').dataset.state === 'lost'", "bob is shown as lost")
    expect(page.evaluate(f"{row}.textContent").find("✕lost") >= 0, "a killed trainer is shown as lost, in words")
    page.wait("[...document.querySelectorAll('#notes li[data-kind=lost]')].some((note) => note.textContent.includes('bob was lost'))", "a note says so")
    note = page.wait("[...document.querySelectorAll('#notes li[data-kind=reissued]')].map((note) => note.textContent).find((text) => text.includes('bob left'))", "its work is shown as redone")
    expect(True, f"its work is shown as redone: \"{note}\"")
    page.wait(f"/it was gone: \\d+/.test({row}.textContent)", "the table counts it")


def catches_up(page, run, way):
    asked = len(way.asked("/api/v1/history"))
    points = page.evaluate(LINE)
    way.cut()
    page.wait("document.getElementById('link').dataset.link === 'lost'", "the page says that the connection is lost")
    expect(page.evaluate("document.getElementById('link').textContent").find("connection lost") >= 0, "a dropped connection is shown, in words")
    missed = run.ask("run")["step"] + 10
    run.wait_for_step(missed)
    expect(page.evaluate(LINE) <= points + 2, "nothing comes meanwhile")
    way.mend()
    page.wait("document.getElementById('link').dataset.link === 'live'", "the connection is back")
    page.wait(f"({LINE}) >= {missed}", "the curve has all that was missed")
    events = way.asked("/api/v1/events")[-1].lower()
    expect("last-event-id:" in events, "the browser came back with the event that it saw last")
    expect(len(way.asked("/api/v1/history")) == asked, f"and caught up from there, without asking for all of it: {page.evaluate(LINE)} points")


def survives_a_restart(page, run):
    page.wait("document.querySelectorAll('#checkpoints tbody tr').length > 0", "a checkpoint is there")
    run.orchestrator.send_signal(signal.SIGKILL)
    run.orchestrator.wait()
    page.wait("document.getElementById('link').dataset.link === 'lost'", "the connection is lost")
    run.start_orchestrator()
    page.wait("document.getElementById('link').dataset.link === 'live'", "the connection is back")
    page.wait("document.querySelectorAll('#notes li[data-kind=resumed]').length", "a note says that the run was gone on with")
    expect(page.evaluate("document.querySelectorAll('#notes li[data-kind=lost]').length") > 0, "what happened before the restart is still there")
    expect(page.evaluate(LINE) >= 23, f"so is the curve, with {page.evaluate(LINE)} points")


def ends(page):
    page.wait("document.getElementById('state').dataset.state === 'finished'", "the run is finished", 120)
    page.wait(f"({LINE}) === {STEPS}", f"the curve has all {STEPS} steps once")
    expect(page.evaluate("document.getElementById('bar').getAttribute('aria-valuenow')") == "100.0", "the run is shown as finished, with each of its steps once")
    page.wait("document.querySelector('#checkpoints th[scope=row]')?.textContent === 'the final model'", "the model is listed")
    found, shown, _ = page.evaluate(DIGEST)
    expect(found == shown, f"the model that is downloaded has the digest that is shown, {found[:16]}…")


def is_legible(page):
    page.wait("document.getElementById('link').dataset.link", "the page says how it is connected")
    for scheme in ("light", "dark"):
        page.look(1240, 1400, scheme)
        page.wait(f"matchMedia('(prefers-color-scheme: {scheme})').matches", f"the page is {scheme}")
        page.wait("document.getAnimations().length === 0", "nothing moves any longer")
        text, graphic, low = access.contrasts(page)
        expect(low == [], f"contrast in {scheme}: of texts at least {text:.2f} (AA: 4.5), of graphics {graphic:.2f} (AA: 3): {low}")
    page.look(375, 812, "light", is_phone=True)
    width = page.evaluate("document.documentElement.scrollWidth")
    expect(width <= 375, f"nothing is wider than a phone: {width} of 375")


def is_operable(page):
    page.look(1240, 1400)
    reached, unseen = access.tabs(page)
    wanted = page.evaluate(access.REACHABLE)
    expect(reached == wanted, f"the tab key reaches all {len(wanted)} things that can be used, in order: {reached} of {wanted}")
    expect(unseen == [], f"the focus is seen on each: {unseen}")
    access.rewind(page)
    page.press("Tab")
    page.press("Enter")
    expect(page.evaluate("location.hash") == "#main", "the first of them skips to the run")
    page.evaluate("document.getElementById('theme').focus()")
    page.press("Enter")
    theme = page.evaluate("document.documentElement.dataset.theme")
    expect(theme == "light", f"Enter switches the theme, to {theme}")
    all_notes = page.evaluate("document.querySelectorAll('#notes li').length")
    page.evaluate("document.getElementById('trouble').focus()")
    page.press("Space")
    kinds = page.evaluate("[...new Set([...document.querySelectorAll('#notes li')].map((note) => note.dataset.kind))]")
    expect("lost" in kinds and "joined" not in kinds, f"Space leaves only what went wrong, {kinds}")
    page.press("Space")
    expect(page.evaluate("document.querySelectorAll('#notes li').length") == all_notes, "and again all")
    nameless = page.evaluate(access.NAMELESS)
    expect(nameless == [], f"everything that can be reached has a name: {nameless}")
    speechless = page.evaluate(access.SPEECHLESS)
    expect(speechless == [], f"each state and each kind of note has a word and a mark: {speechless}")


def is_clean(page, way):
    page.take_events()
    hosts = {urllib.parse.urlsplit(url).netloc for url in page.requests if not url.startswith("data:")}
    expect(hosts == {f"127.0.0.1:{way.port}"}, f"the page asked {hosts} and nobody else, {len(page.requests)} times")
    paths = [urllib.parse.urlsplit(url).path for url in page.requests]
    first = [paths.index(f"/api/v1/{name}") for name in ("history", "run", "trainers", "checkpoints", "events")]
    expect(first[0] == min(first), "it asked for the history before the states, so that none is older than the events behind it")
    # While it was cut off, the browser says of each attempt that it failed: that is no fault of the page's.
    faults = [complaint for complaint in page.complaints if complaint[0] != "network"]
    expect(faults == [], f"no error and no warning in the console: {faults}")


def main():
    folder = tempfile.TemporaryDirectory(prefix="dashboard-")
    run = Run(folder.name, digits(folder.name), ROOT / "examples/data", 2, TOKEN)
    way = Way(run.dashboard)
    browser = Browser()
    try:
        page = browser.page()
        page.look(1240, 1400)
        is_asked(page, way)
        page.open(f"http://127.0.0.1:{way.port}/")
        page.wait("document.getElementById('state').dataset.state === 'waiting'", "the run waits for trainers")
        for name in ("ada", "bob", "eve"):
            run.start_trainer(name, 120)
        page.wait("document.getElementById('state').dataset.state === 'training'", "the run trains")
        page.take_events()
        expect(page.complaints == [], f"nothing to complain of up to here: {page.complaints}")
        grows(page)
        reads(page)
        loses_a_trainer(page, run)
        catches_up(page, run, way)
        survives_a_restart(page, run)
        ends(page)
        is_legible(page)
        is_operable(page)
        is_clean(page, way)
        shows_the_token(way)
    except BaseException:
        for log in sorted(run.folder.glob("*.log")):
            print(f"---- {log.name}", *log.read_text(errors="replace").splitlines()[-15:], sep="\n", file=sys.stderr)
        raise
    finally:
        browser.close()
        way.close()
        run.close()
        folder.cleanup()


if __name__ == "__main__":
    main()
