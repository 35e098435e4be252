"""Every page of the built site in a real browser: nothing cut off, light and dark as the reader.

    python tests/site.py build/site

In: the folder that `make docs` builds. Out: what is wider than its page, on a telephone and on a
screen; an exit code. Frames of one page are used for that, because a browser starts slowly.
"""

import argparse
import contextlib
import json
import queue
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from helpers import browser

NAME = "looked-at-by-a-test.html"
SECONDS = 300
IN_THE_DARK = ("index.html", "architecture.html", "plan-in-pictures.html", "torch.html")
PARTS = (".md-content", ".md-footer", ".md-sidebar--secondary", ".md-header__topic")
HARNESS = """<!doctype html><meta charset="utf-8"><body><script>
const pages = PAGES, widths = WIDTHS, answers = [];
const rest = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const look = async page => {
  const frame = document.createElement("iframe");
  Object.assign(frame.style, {height: "900px", border: "none"});
  const loaded = new Promise(done => { frame.onload = done; });
  frame.src = page;
  document.body.append(frame);
  await loaded;
  const inner = frame.contentWindow, text = inner.document.querySelector(".md-content");
  const colour = part => inner.getComputedStyle(part);
  for (const width of widths) {
    frame.style.width = `${width}px`;
    await rest(60);
    const found = inner.eval(`(() => { CUT; return found; })()`);
    answers.push({name: page, width, ...found, back: colour(inner.document.body).backgroundColor,
      text: colour(text).color,
      broken: [...inner.document.images].filter(one => !one.naturalWidth).map(one => one.alt)});
  }
  frame.remove();
};
addEventListener("load", async () => {
  for (const page of pages) await look(page);
  await fetch("/found", {method: "POST", body: JSON.stringify(answers)});
});
</script></body>"""


def looked_at(site, pages, *, dark):
    """What a browser finds in pages, at each width."""
    cut = browser.CUT.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    text = HARNESS.replace(
        "PAGES", json.dumps([page.relative_to(site).as_posix() for page in pages]), 1
    )
    # The drawer of a telephone and the search lie beside the page until they are asked for.
    cut = cut.replace('"body *"', json.dumps(", ".join(f"{one} *" for one in PARTS)))
    text = text.replace("WIDTHS", json.dumps(browser.WIDTHS), 1).replace("CUT;", cut, 1)
    with served(site, text) as (address, answer):
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        # With a port to talk to, which nobody does, it stays until it is ended.
        arguments = (scheme, "--window-size=1400,1000", "--remote-debugging-port=0")
        with browser.start(*arguments, f"{address}/{NAME}") as process:
            try:
                return json.loads(answer.get(timeout=SECONDS))
            except queue.Empty:
                sys.exit(f"the browser did not come to the end of the pages in {SECONDS} s")
            finally:
                process.terminate()


@contextlib.contextmanager
def served(site, harness):
    """The site at an address of this machine, with the harness beside its pages; what it finds."""
    answer = queue.Queue()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self):
            if self.path == f"/{NAME}":
                self.reply(harness.encode())
            else:
                super().do_GET()

        def do_POST(self):
            answer.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.reply(b"")

        def reply(self, content):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", answer
        server.shutdown()


def wrong(found, *, dark):
    """Each fault in words."""
    for one in found:
        where = f"{one['name']} at {one['width']} pixels, {'dark' if dark else 'light'}"
        yield from (f"{where}: cut off: {part}" for part in one["cut"])
        yield from (f"{where}: no picture: {part}" for part in one["broken"])
        if one["wide"] > one["page"]:
            yield f"{where}: the page is {one['wide']} wide"
        if (browser.light(one["back"]) < 80) != dark:
            yield f"{where}: its background is {one['back']}"
        if one["text"] and abs(browser.light(one["text"]) - browser.light(one["back"])) < 100:
            yield f"{where}: {one['text']} on {one['back']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--only", default="", help="pages whose names begin so")
    options = parser.parse_args()
    site = options.site.resolve()
    if browser.find() is None:
        sys.exit(print(f"not looked at: no browser ({', '.join(browser.BROWSERS)})"))
    pages = sorted(page for page in site.rglob("*.html") if page.name != "404.html")
    pages = [page for page in pages if str(page.relative_to(site)).startswith(options.only)]
    faults = []
    # What is dark has the same width: one page of each kind shows the colours.
    some = [page for page in pages if page.name in IN_THE_DARK]
    for dark, those in ((False, pages), (True, some)):
        found = looked_at(site, those, dark=dark)
        assert len(found) == len(those) * len(browser.WIDTHS)
        faults += wrong(found, dark=dark)
    print(*faults, f"{len(pages)} pages looked at, {len(faults)} faults", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
