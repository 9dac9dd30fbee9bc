"""What all pages share: the dataset, the answers of saved questions, and how a page is made of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lovp_graph import files, strict_yaml
from lovp_graph.asking import Row, ask, value
from lovp_graph.catalogue import Thing, read
from lovp_graph.dataset import SITE_FILE
from lovp_graph.errors import LovpGraphError, ProblemsFoundError
from lovp_graph.messages import problem
from lovp_graph.questions import Question, names, saved
from lovp_graph.resources import BASE, data_folder
from lovp_graph.site import oxigraph, rendering, wording
from lovp_graph.site.views import Views
from lovp_graph.store import Store
from lovp_graph.words import words

File = tuple[str, bytes]
"""A file of the site: its path from the root, and its content."""

Pair = tuple[str, str]
"""A text in Dutch and in English."""

MEETINGS = "index.html#overleggen"
ASKING = "sparql.html"
"""The page on which a reader asks questions."""

MENU = (
    ("menu-themes", "themas.html"),
    ("menu-promises", "toezeggingen.html"),
    ("menu-authority", "gezag.html"),
    ("menu-statements", "uitspraken.html"),
    ("menu-actors", "actoren.html"),
    ("menu-meetings", MEETINGS),
    ("menu-graph", "graaf.html"),
    ("menu-preparation", "voorbereiding.html"),
    ("menu-about", "over.html"),
)
WORDS = ("name", "title", "lead", "entrances")
EVERYTHING = (("text/turtle", "gegevens.ttl"), ("application/ld+json", "gegevens.jsonld"))
"""The data behind all pages: media type and path."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass
class Site:
    """The dataset as the pages need it.

    `quotations` has the text of sentences by digest; `words` is the file of what the pages say of themselves;
    `endpoint` is the address, relative to the root of the pages, of a SPARQL 1.1 endpoint that readers may ask.
    """

    store: Store
    quotations: Mapping[str, str] = field(default_factory=dict)
    words: Path = field(default_factory=lambda: data_folder() / SITE_FILE)
    endpoint: str = ""

    menu = MENU
    license = LICENCE
    _rows: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False)
    asking = ASKING

    @cached_property
    def own(self) -> dict[str, Any]:
        """What the pages say of themselves: name, title, lead and entrances."""
        try:
            text = files.read_regular(self.words, files.MEGABYTE).decode("utf-8")
        except (OSError, ValueError) as error:
            raise LovpGraphError(f"{self.words}: cannot be read ({error}); it has the words of the pages") from error
        found, faults = strict_yaml.read(text)
        if faults:
            raise ProblemsFoundError([problem(self.words, one.line, one.code, **one.values) for one in faults])
        lacking = [key for key in WORDS if key not in (found or {})]
        if lacking:
            raise LovpGraphError(f"{self.words}: lacks {', '.join(lacking)}; see data/site.yaml of this release")
        wrong = [key for key, value in (found or {}).items() if not _is_as_it_must(key, value)]
        if wrong:
            raise LovpGraphError(
                f"{self.words}: {', '.join(wrong)} must be as in data/site.yaml of this release: a text, or one by "
                "language, as in {nl: …, en: …}"
            )
        return dict(found or {})

    @property
    def name(self) -> str:
        """What the pages are called."""
        return str(self.own["name"])

    @cached_property
    def views(self) -> Views:
        """The things of the dataset."""
        return Views(read(self.store))

    @cached_property
    def version(self) -> str:
        """The version of this release."""
        return version("lovp-graph")

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The saved questions by name."""
        return {name: saved(name) for name in names()}

    @property
    def asks(self) -> bool:
        """Whether there is a page on which a reader asks questions."""
        return bool(self.endpoint) or oxigraph.is_here()

    @property
    def last(self) -> Thing:
        """The last meeting of which the summary is included."""
        return self.views.last_meeting

    @property
    def last_day(self) -> tuple[str, str]:
        """The day of that meeting in words, in Dutch and English."""
        return wording.day_in_words(self.last.one("latest"))

    def note(self, key: str) -> Markup:
        """A remark that goes with answers, in both languages."""
        return wording.both(words()["notes"][key], wording.words_of(f"note-{key}")[1])

    def rows(self, question: str, **given: Sequence[str]) -> list[Row]:
        """The rows of a saved question. Raises LovpGraphError for a parameter that it does not have."""
        unknown = set(given) - {parameter.name for parameter in self.questions[question].parameters}
        if unknown:
            raise LovpGraphError(f"{question}: no parameter {', '.join(sorted(unknown))}")
        if given:
            return ask(self.store, self.questions[question], given).rows
        if question not in self._rows:  # several pages ask it
            self._rows[question] = ask(self.store, self.questions[question]).rows
        return self._rows[question]

    def rows_on(self, theme: Thing, question: str, about: str) -> list[Row]:
        """The rows of a saved question, of which the variable `about` lies in a theme.

        That is what the question gives for the theme, without asking it again for each.
        """
        inside = set(self.views.catalogue.references.get(("inTheme", theme.iri), ()))
        return [row for row in self.rows(question) if value(row[about]) in inside]

    def page(self, path: str, template: str, title: str | Thing | Pair, about: str | Pair, **values: Any) -> File:
        """A page from its template.

        `title` and `about` are for its head: keys of the interface (in `about` with {name} for the title),
        the thing that the page is about, or texts in Dutch and English.
        """
        names = wording.name_of(title) if isinstance(title, Thing) else _pair(title)
        told = tuple(text.replace("{name}", name) for text, name in zip(_pair(about), names, strict=True))
        root = "../" * path.count("/")
        metadata = values.pop("metadata", {}) or {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": names[0],
            "description": told[0],
            "inLanguage": ["nl", "en"],
            "license": LICENCE,
            "isPartOf": {"@type": "Dataset", "@id": BASE + "dataset", "name": self.name},
        }
        content = rendering.render(
            template,
            site=self,
            views=self.views,
            questions=self.questions,
            root=root,
            section=values.pop("section", path),
            title=names,
            description=told[0],
            canonical=values.pop("canonical", path.rpartition("/")[2]),
            alternates=values.pop("alternates", [(kind, root + name) for kind, name in EVERYTHING]),
            metadata=metadata,
            **values,
        )
        return path, content


def _is_as_it_must(key: str, value: Any) -> bool:
    """Whether the pages can use what their file of words has for a key."""
    if key in {"name", "contact"}:
        return isinstance(value, str)
    several = value if key == "entrances" and isinstance(value, list) else [value]
    needed = {"nl", "en", "page"} if key == "entrances" else {"nl", "en"}
    return all(
        isinstance(one, dict) and needed <= set(one) and all(isinstance(text, str) for text in one.values())
        for one in several
    )


def _pair(words: str | Pair) -> Pair:
    return wording.words_of(words) if isinstance(words, str) else words


Pages = Iterator[File]
"""The pages that a module makes, one after the other."""
