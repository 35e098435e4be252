"""A real browser that looks at pages: what is wider than the page, what is light or dark.

In: a page's file. Out: what a script found in it, when it was shown at a width.
"""

import html
import json
import re
import shutil
import subprocess

import pytest

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
WIDTHS = (420, 1280)  # pixels: a telephone's, a screen's

# What is not within the page, or holds more than it shows. What a reader can scroll sideways is
# named apart: a report must not need it, a page may for lines of code.
CUT = """
const WHERE = "body *";
const visible = part => {
  const box = part.getBoundingClientRect(), style = getComputedStyle(part);
  return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.opacity !== "0";
};
const told = part => `${part.tagName} ${part.getAttribute("class") || ""} ` +
  part.textContent.trim().slice(0, 60);
const page = document.documentElement.clientWidth;
const everything = [...document.querySelectorAll(WHERE)].filter(visible);
const scrolls = part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
  && ["auto", "scroll"].includes(getComputedStyle(part).overflowX);
const scrolled = everything.filter(scrolls);
const inside = part => scrolled.some(one => one !== part && one.contains(part));
const cut = everything.filter(part => {
  const box = part.getBoundingClientRect();
  const hides = ["hidden", "clip"].includes(getComputedStyle(part).overflowX);
  return !inside(part) && (box.left < -1 || box.right > page + 1
    || (hides && part.scrollWidth > part.clientWidth + 1));
});
const found = {cut: cut.map(told), scrolled: scrolled.map(told), page,
  wide: document.documentElement.scrollWidth};
"""


def find():
    """A browser's command, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def run(*arguments):
    """Run a browser without a window; skip the test where there is none."""
    found = find()
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    command = [found, *FLAGS, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)


def start(*arguments):
    """Start a browser that has more to do than to show one page."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([find(), *FLAGS, *arguments], **quiet)


def ask(page, script, width, *, dark=False, height=900):
    """Show a file with a script at its end, which fills `found`, and return that."""
    probed = page.with_name(f"probed-{page.name}")
    text = page.read_text(encoding="utf-8")
    end = """document.body.innerHTML = "<pre id=found>" +
      JSON.stringify(found).replace(/</g, "&lt;") + "</pre>";"""
    script = f"<script>addEventListener('load', () => {{ {script} {end} }})</script></body>"
    probed.write_text(text.replace("</body>", script), encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    size = f"--window-size={width},{height}"
    done = run(scheme, size, "--virtual-time-budget=2000", "--dump-dom", probed.as_uri())
    probed.unlink()
    text = re.search("<pre id=.found.>(.*)</pre>", done.stdout, re.DOTALL)[1]
    return json.loads(html.unescape(text))


def light(colour):
    """How light a colour is, from 0, black, to 255."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
