"""Reads the sample site's sources: YAML data, and fragments of HTML with a few YAML lines on top."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).resolve().parent
SITE = HERE / "site"
CONTENT = HERE / "content"


@cache
def data(name: str) -> Any:
    """The parsed data/<name>.yaml."""
    return yaml.safe_load((HERE / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def environment() -> Environment:
    """The template environment shared by pages and documents; what every template may use is set here."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    for name in ("agency", "menu", "people", "procurement", "projects", "anticorruption", "news"):
        made.globals[name] = data(name)
    made.globals["parts"] = made.get_template("parts.html").module
    return made


def fragment(path: Path, words: dict[str, Any]) -> tuple[dict[str, Any], Markup]:
    """The YAML head of a source file (templated too) and its rendered body."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    meta = yaml.safe_load(environment().from_string(head).render(**words))
    return meta, Markup(environment().from_string(body).render(**words))
