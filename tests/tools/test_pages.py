"""What is made of results: comparisons, tables, and a page that a browser really shows."""

import dataclasses
import json
import math
import re

import pytest
from helpers import browser

from filtergrad import cli
from filtergrad.bench import charts, compare, markdown, result
from filtergrad.bench import html as pages
from filtergrad.bench.cases import Case
from filtergrad.bench.result import Answer, Report, Row


def row(layer, ms=1.0, share=0.5, jax=2.0, torch=3.0, **more):
    """A layer of 10^8 operations; each peer's time is so many times ours."""
    peers = {
        name: Answer(name.upper(), ms, ms * ratio / 1e3, ms * ratio / 900, 5, error_rms=2e-6)
        if isinstance(ratio, float)
        else Answer(refused=ratio)
        for name, ratio in (("torch", torch), ("jax", jax))
    }
    facts = {"bytes": 4_000_000, "error_rms": 2e-7, "samples": 5, "peak_flops": 2e11}
    seconds = ms / 1e3
    given = {"min_seconds": seconds, "median_seconds": seconds, "flops": 1e8 / seconds}
    return Row("mine", layer, "Problem()", share=share, peers=peers, **facts | given | more)


def report(*rows, **more):
    facts = {"cpu": "A <fast> & good one", "isa": "x86-64-v3", "platform": "Linux", "numpy": "2.4"}
    settings = {"peers": {"torch": {"torch": "2.13"}, "jax": {"jax": "0.10"}}, "bandwidth": 2e10}
    settings |= {"environment": facts, "date": "2026-01-02T03:04:05+00:00", "threads": 2}
    return Report("mine", "float32", "NHWC", rows=list(rows), **settings | more)


ROWS = (
    row("3x3:one*2", 1.0),
    row("3x3:two", 2.0, 0.4, jax=0.5, torch=0.25, quiet=False),
    row("dw<5>:a&b", 0.1, 0.05, jax="ValueError: no | such `thing`", torch=40.0),
    row("dw<5>:alone", 0.3, 0.1, jax="ended by SIGABRT", torch="ended by SIGABRT"),
    Row("mine", "big:skipped", "Problem()", skipped="needs 99 GiB"),
)


# ---- results ----


def test_a_result_survives_its_file(tmp_path):
    whole = report(*ROWS, missing={"tensorflow": "not installed"})
    result.save(whole, tmp_path / "a.json")
    assert result.load(tmp_path / "a.json") == whole
    content = json.loads((tmp_path / "a.json").read_text())
    assert content["schema"] == 2


def test_the_first_schema_is_read(tmp_path):
    content = result.as_json(report(row("3x3:one")))
    for name in ("bytes", "error_rms", "error_max", "peers"):
        del content["rows"][0][name]
    settings = ("suite", "dtype", "data_format", "threads", "peak_flops")
    content |= {"schema": 1, "settings": {name: content["settings"][name] for name in settings}}
    (tmp_path / "a.json").write_text(json.dumps(content))
    old = result.load(tmp_path / "a.json")
    assert old.rows[0].share == 0.5
    assert old.rows[0].best_peer == ""
    assert pages.page([old]).count("<svg") == 2


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 3}', '{"schema": 2, "settings": {}}'])
def test_other_files_are_refused(text, tmp_path):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ValueError, match=r"a\.json is no result of `filtergrad bench`"):
        result.load(tmp_path / "a.json")


def test_means():
    whole = result.tally("all", ROWS)
    assert (whole.layers, whole.under) == (4, 1)
    assert whole.share == pytest.approx((0.5 * 0.4 * 0.05 * 0.1) ** 0.25)
    assert whole.ratio == pytest.approx((2 * 0.25 * 40) ** (1 / 3))
    assert whole.least == pytest.approx(0.25)
    # Twice the layer that occurs twice; what nobody else computed is left out.
    assert whole.disturbed == 1
    assert whole.time == pytest.approx((2 * 2 + 0.5 + 4) / (2 * 1 + 2 + 0.1))
    kinds = result.by_kind(report(*ROWS))
    assert [(kind.name, kind.layers) for kind in kinds] == [("3x3", 2), ("dw<5>", 2), ("big", 0)]
    assert math.isnan(kinds[2].ratio)
    assert result.by_peer(report(*ROWS))["jax"] == (pytest.approx(1.0), 2, 1)
    assert math.isnan(result.total_time(report(*ROWS), "jax"))
    assert result.total_time(report(*ROWS[:2]), "jax") == pytest.approx((2 * 2 + 1) / 4)


# ---- two runs ----


@pytest.fixture
def say(capsys):
    def run(*words):
        code = cli.main(["bench", *map(str, words)])
        return code, *capsys.readouterr()

    return run


def saved(path, *rows, **more):
    result.save(report(*rows, **more), path)
    return path


def test_compare(say, tmp_path):
    old = saved(tmp_path / "old.json", row("3x3:one", 1.0, 0.80), row("1x1:two", 1.0, 0.50))
    # Twice the time at half the clock is the same share, and no regression.
    new = saved(tmp_path / "new.json", row("3x3:one", 2.0, 0.78), row("1x1:two", 1.0, 0.60))
    code, out, err = say("compare", old, new)
    assert (code, err) == (0, "")
    assert "+20.0%" in out
    assert "0 slower by more than 10%" in out
    code, out, _ = say("compare", "--threshold", 1, old, new)
    assert code == 1
    assert re.search(r"3x3:one .* -2\.5% .*  slower", out)


def test_what_compare_thinks_of_rows_on_one_side(say, tmp_path):
    old = saved(tmp_path / "old.json", row("3x3:one"))
    both = saved(tmp_path / "both.json", row("3x3:one"), row("3x3:two"))
    failed = saved(tmp_path / "failed.json", row("3x3:one", share=0.0, flops=0.0))
    assert say("compare", old, both)[0] == 0
    assert say("compare", both, old)[0] == 1
    assert say("compare", old, failed)[0] == 1


def test_noise_is_no_regression(say, tmp_path):
    old = saved(tmp_path / "old.json", row("3x3:one", share=0.8))
    new = saved(tmp_path / "new.json", row("3x3:one", share=0.3, quiet=False))
    code, out, _ = say("compare", old, new)
    assert code == 0
    assert re.search(r"3x3:one .* -62\.5%\*", out)
    assert "* 1 were never undisturbed" in out


def test_compare_says_what_else_changed(say, tmp_path):
    old = saved(tmp_path / "old.json", row("3x3:one"))
    new = saved(tmp_path / "new.json", row("3x3:one"), environment={"cpu": "another"})
    assert "cpu: A <fast> & good one -> another" in say("compare", old, new)[1]
    other = saved(tmp_path / "other.json", row("3x3:one"), threads=1)
    code, _, err = say("compare", old, other)
    assert (code, err) == (2, "filtergrad: the runs differ in threads: 2 and 1\n")
    assert say("compare", old, tmp_path / "none.json")[0] == 3
    assert compare.compare(report(), report()) == []


def test_words_have_their_own_options(say):
    assert say("compare", "a.json")[2].startswith(
        "filtergrad: the following arguments are required"
    )
    code, _, err = say("compare", "a.json", "b.json", "--thresold=3")
    assert code == 2
    assert "did you mean --threshold?" in err
    with pytest.raises(SystemExit, match="0"):
        cli.main(["bench", "report", "--help"])


def test_a_run_writes_its_files(say, tmp_path):
    table = tmp_path / "small.csv"
    columns = ",".join(Case.__dataclass_fields__)
    table.write_text(f"{columns}\nmine,3x3:a,1,5,6,3,3,3,4,1,1,1,1,1,1,1,1,1\n")
    out, page = tmp_path / "a.json", tmp_path / "a.html"
    words = (table, "--milliseconds", 5, "--output", out, "--html", page)
    assert say(*words)[0] == 0
    assert 0 < result.load(out).rows[0].error_rms < 1e-6
    assert page.read_text().count("<svg") == 6
    code, _, err = say(table, "--against", "jax,caffe")
    assert (code, err.startswith("filtergrad: there is no peer 'caffe'")) == (2, True)


# ---- Markdown ----


def test_markdown(say, tmp_path):
    small = saved(tmp_path / "a.json", *ROWS, missing={"tensorflow": "not installed"})
    other = dataclasses.replace(report(ROWS[0]), dtype="bfloat16")
    result.save(other, tmp_path / "b.json")
    page = tmp_path / "performance.md"
    page.write_text("# Speed\n\nkept\n<!-- bench:begin -->\nold\n<!-- bench:end -->\n\nkept, too\n")
    assert say("report", small, tmp_path / "b.json", "--markdown", page) == (0, "", "")
    text = page.read_text()
    assert "old" not in text
    assert text.startswith("# Speed\n\nkept\n<!-- bench:begin -->\nA <fast> & good one, 2 threads")
    assert text.endswith("<!-- bench:end -->\n\nkept, too\n")
    assert (
        "| `mine` | float32 | 4 | 18% | 2.0e-07 | **2.71** * | 0.25 | 1 | 2.07 * | 3.11 * | "
        "1.00 * |" in text
    )
    assert "| `mine` | bfloat16 | 1 | 50% | 2.0e-07 | **2.00** | 2.00 | 0 | 2.00 |" in text
    assert "| 3x3:two | 2.000 * | 50 | 40% | 2.0e-07 | 0.500 | 1.000 | **0.25** |" in text
    assert "- jax, `dw<5>:a&b`: `ValueError: no | such 'thing'`" in text
    assert "- tensorflow was left out: `not installed`" in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count(" |") for line in table.splitlines()}) == 1
    say("report", small, tmp_path / "b.json", "--markdown", page)
    assert page.read_text() == text
    assert say("report", small)[1].startswith("A <fast>")


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("mine")
    with pytest.raises(ValueError, match=r"page\.md must have one line <!-- bench:begin -->"):
        markdown.write([report(*ROWS)], page)
    assert page.read_text() == "mine"
    markdown.write([report(*ROWS)], tmp_path / "new.md")
    assert "## What was reached" in (tmp_path / "new.md").read_text()


# ---- pictures ----


def test_scales_are_logarithmic():
    scale = charts.Scale(1.0, 100.0, 50.0, 250.0)
    assert [scale(value) for value in (1, 10, 100)] == pytest.approx([50, 150, 250])
    assert (scale(0.1), scale(1e9)) == (50, 250)
    assert scale.ticks() == pytest.approx([1, 2, 5, 10, 20, 50, 100])


def test_the_page_needs_nothing_else():
    text = pages.page([report(*ROWS), dataclasses.replace(report(*ROWS), peers={})])
    assert not re.search(r"<script|<link|<img|\bsrc=|\bhref=|url\(|@import|https?:", text)
    assert "A &lt;fast&gt; &amp; good one" in text
    assert "dw&lt;5&gt;:a&amp;b" in text
    assert "nan" not in text.lower().replace("nanosecond", "")


PROBE = """
document.querySelectorAll("details").forEach(one => { one.open = true; });
const shown = [...document.querySelectorAll("svg")].filter(visible);
const all = kind => shown.flatMap(svg => [...svg.querySelectorAll(kind)]);
found.outside = shown.flatMap(svg => {
  const box = svg.viewBox.baseVal;
  return [...svg.querySelectorAll("text, rect, circle, line")].filter(part => {
    const b = part.getBBox();
    return b.x < 0 || b.y < 0 || b.x + b.width > box.width || b.y + b.height > box.height;
  }).map(part => part.outerHTML);
});
const style = (part, what) => getComputedStyle(part)[what];
Object.assign(found, {
  svgs: shown.length, bars: all("rect.bar").length, dots: all("circle").length,
  pale: all(".pale").length, rows: document.querySelectorAll("details tbody tr").length,
  back: style(document.body, "backgroundColor"), text: style(all("text")[0], "fill"),
  win: style(all("rect.win")[0], "fill"), loss: style(all("rect.loss")[0], "fill"),
  heights: shown.map(svg => svg.getBoundingClientRect().height),
  letters: shown.flatMap(svg => [...svg.querySelectorAll("text")].map(text =>
    parseFloat(style(text, "fontSize")) * svg.getBoundingClientRect().width
    / svg.viewBox.baseVal.width)),
});
"""
OPEN = 'document.querySelectorAll("details").forEach(one => { one.open = true; });'


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", browser.WIDTHS)
def test_a_browser_shows_it(tmp_path, dark, width):
    page = tmp_path / "page.html"
    long = dataclasses.replace(ROWS[2], layer="dw<5>:" + "a_name_of_many_letters_" * 3)
    alone = dataclasses.replace(report(*ROWS), peers={})
    pages.write([report(*ROWS), report(*ROWS, long), alone], page)
    found = browser.ask(page, OPEN + browser.CUT + PROBE, width, dark=dark)
    assert (found["cut"], found["scrolled"], found["outside"]) == ([], [], [])
    assert found["page"] == width
    assert found["wide"] <= width
    # With peers three pictures of 3 bars, or 4 with the long one; alone 4 bars.
    assert (found["svgs"], found["bars"], found["rows"]) == (9, 3 + 4 + 4, 5 + 6 + 5)
    # The race: 2 names and 5 answers. The roofline: 7 names, 4 layers. The errors: 3 names, 3
    # means, and 4 layers of ours and 5 answers. Alone: the roofline and 1 name, 1 mean, 4 layers.
    with_peers = (2 + 5) + (7 + 4) + (3 + 3 + 4 + 5)
    one_more = 1 + 1 + (1 + 1)
    assert found["dots"] == with_peers + (with_peers + one_more) + (7 + 4) + (1 + 1 + 4)
    # Of the layer that was disturbed: its bar, 2 peers, its place below the roof and 3 errors; and
    # 3 means that it is in. Alone: its bar, its place, its error and the mean.
    assert found["pale"] == 2 * (1 + 2 + 1 + 3 + 3) + (1 + 1 + 1 + 1)
    assert min(found["heights"]) > 80
    assert min(found["letters"]) > 9
    assert (browser.light(found["back"]) < 60) == dark
    assert abs(browser.light(found["text"]) - browser.light(found["back"])) > 150
    assert found["win"] != found["loss"]


def test_a_browser_draws_it(tmp_path):
    image = pytest.importorskip("matplotlib.image")
    pages.write([report(*ROWS)], tmp_path / "page.html")
    shot = tmp_path / "shot.png"
    browser.run(
        "--window-size=1000,1500", f"--screenshot={shot}", (tmp_path / "page.html").as_uri()
    )
    pixels = image.imread(shot)[..., :3]
    assert pixels.shape[:2] == (1500, 1000)
    assert pixels[0, 0].min() > 0.99
    blue = (pixels[..., 2] > pixels[..., 0] + 0.15).mean()  # the bars
    assert 0.002 < blue < 0.3
