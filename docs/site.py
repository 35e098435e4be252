"""What `mkdocs build` adds to the pages of docs/: those of the root, the notebook, the commands.

In: README.md and its like, `plan-in-pictures.ipynb`, the command line's help. Out: pages of the
site, whose links lead to pages, or to the repository where there is none.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "plan-in-pictures.ipynb"
# Pages of the root, and what they are called in the site.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made of something else than a page in docs/."""
    made = {name: (ROOT / source).read_text(encoding="utf-8") for source, name in PAGES.items()}
    made["plan-in-pictures.md"] = notebook(json.loads(NOTEBOOK.read_text(encoding="utf-8")))
    made["reference/command-line.md"] = command_line()
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Turn links to files that are no pages into links to the repository; mark Python sessions."""
    here = next((one for one, name in PAGES.items() if name == page.file.src_uri), None)
    folder = ROOT if here else (ROOT / "docs" / page.file.src_uri).parent

    def moved(match: re.Match[str]) -> str:
        link, mark, fragment = match[1].partition("#")
        if not link or ":" in link:
            return match[1]
        target = os.path.relpath(os.path.normpath(folder / link), ROOT)
        if target in PAGES:
            target = f"docs/{PAGES[target]}"
        elif not target.startswith("docs/") or not target.endswith((".md", ".svg")):
            return f"{config.repo_url}/blob/main/{target}{mark}{fragment}"
        start = (ROOT / "docs" / page.file.src_uri).parent
        return os.path.relpath(ROOT / target, start) + mark + fragment

    text = LINK.sub(moved, markdown)
    return text.replace("```python\n>>> ", "```pycon\n>>> ")


# ---- the command line ----


def command_line() -> str:
    """The help of every command."""
    os.environ["COLUMNS"] = "80"
    from filtergrad import cli

    top, commands = cli.parser()
    parts = ["# Command line", f"```text\n{top.format_help()}```"]
    for name, command in commands.items():
        for one in (command, *command.subcommands.values()):
            title = one.prog if one is not command else f"filtergrad {name}"
            parts.append(f"## {title}\n\n```text\n{one.format_help()}```")
    return "\n\n".join(parts) + "\n"


# ---- the notebook ----


def notebook(content: dict[str, Any]) -> str:
    """A notebook as Markdown, with the outputs that it was saved with."""
    parts = []
    for cell in content["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        else:
            parts.append(f"```python\n{source}\n```")
            parts += [output(one) for one in cell["outputs"]]
    return "\n\n".join(part for part in parts if part) + "\n"


def output(one: dict[str, Any]) -> str:
    """One output: a picture, or text."""
    data = one.get("data", {})
    if "image/png" in data:
        png = "".join(data["image/png"]).replace("\n", "")
        source = f"data:image/png;base64,{png}"
        return f'<p><img alt="what the code above draws" src="{source}"></p>'
    text = "".join(one.get("text", data.get("text/plain", "")))
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""
