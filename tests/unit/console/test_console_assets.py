"""Templates, style and script: nothing inline, nothing from outside, nothing unescaped."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from ops.console.assets import assets
from ops.console.pages import POLICY, Pages

FOLDER = files("ops.console")
TEMPLATES = sorted(path.name for path in (FOLDER / "templates").iterdir())
OUTSIDE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w+""")


def template(name: str) -> str:
    return (FOLDER / "templates" / name).read_text("utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_nothing_inline_and_nothing_unescaped(name: str) -> None:
    """The policy would refuse it, and a headline would find its way through it."""
    text = template(name)

    assert re.search(r"\bstyle=|<style|\bon\w+=|javascript:", text) is None
    assert re.search(r"\|\s*safe\b|autoescape|Markup", text) is None
    assert re.search(r"<script(?! type=\"module\" src=)", text) is None


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_that_acts_carries_the_sessions_word(name: str) -> None:
    """A form without it would be refused; the login has no session yet."""
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", template(name), re.DOTALL)

    assert name == "login.html" or all("word_field(word)" in form for form in forms)


def test_nothing_is_loaded_from_outside() -> None:
    """No address of another host stands in style, script or templates."""
    texts = [(FOLDER / "static" / name).read_text("utf-8") for name in ("desk.css", "desk.js", "desk.svg")]

    assert [found for text in [*texts, *map(template, TEMPLATES)] for found in OUTSIDE.findall(text)] == []
    assert "unsafe" not in POLICY


def test_the_script_writes_html_only_where_our_templates_drew_it() -> None:
    """Log lines become text nodes; the one place that takes HTML takes a section of the room Now."""
    script = (FOLDER / "static" / "desk.js").read_text("utf-8")

    assert len(re.findall(r"innerHTML|insertAdjacentHTML|document\.write|outerHTML|eval\(", script)) == 1


def test_every_asset_has_its_path() -> None:
    """All that the layout names is there."""
    named = set(re.findall(r"/desk/static/[\w.]+", template("layout.html")))

    assert named == assets().keys()


@given(st.text())
def test_any_text_of_an_article_is_escaped(headline: str) -> None:
    """As a value of a template it can open no tag."""
    page = Pages(signed_in=False).page("refused.html", detail=headline)

    assert (
        str(escape(headline)).replace("\r\n", "\n") in bytes(page.body).decode("utf-8", "surrogatepass")
        or "\r" in headline
    )
