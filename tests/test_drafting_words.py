"""The words of drafting: verbs in all their forms, names, clauses, small signs, and the lexicons themselves."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lovp_graph.drafting import facts
from lovp_graph.drafting.clauses import parts, plain, seen
from lovp_graph.drafting.lexicon import load
from lovp_graph.drafting.names import Names, names, slugs_in
from lovp_graph.drafting.types import Rule, decide, either, rules
from lovp_graph.drafting.verbs import verbs

ACTORS = names([
    ("dijkgraaf", ["dijkgraaf"]),
    ("minister", ["minister"]),
    ("burgemeesters", ["burgemeesters"]),
])  # fmt: skip
BODY = names([("kustoverleg", ["Kustoverleg"]), ("leden", ["leden"])])
DUE = re.compile(r"\b(?:voor|in|vóór) (?:de zomer|mei|april|een volgend overleg)\b")
VERBS = [
    (name.rpartition("|")[0], name.rpartition("|")[2], *listed.split())
    for of_sort in load("verbs").values()
    for name, listed in of_sort.items()
]
SEPARABLE = [verb for verb in VERBS if verb[0]]
JOINED = [verb for verb in VERBS if not verb[0]]


def found(text: str) -> list[str]:
    return [verb.verb for verb in verbs(text)]


def words_of(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in verb.parts] for verb in verbs(text)]


def as_rules_see(text: str) -> str:
    return seen(text, ACTORS.find(text), BODY.find(text), [match.span() for match in DUE.finditer(text)])


# --- verbs


@pytest.mark.parametrize("verb", SEPARABLE, ids=lambda verb: verb[0] + verb[1])
def test_a_separable_verb_is_found_joined_split_with_te_and_as_a_participle(verb: tuple[str, ...]) -> None:
    prefix, infinitive, present, past, plural, participle = verb
    whole = prefix + infinitive
    for text in (
        f"Nu hij het {prefix}{present}.",
        f"Toen hij zand {prefix}{past}.",
        f"Toen zij zand {prefix}{plural}.",
        f"Hij {present} het {prefix}.",
        f"Hij {past} het {prefix}, want het kon.",
        f"Zij {plural} het plan voor de haven {prefix}.",
        f"Zij {infinitive} het {prefix} voor iedereen.",
        f"Hij hoopt het {prefix} te {infinitive}.",
        f"Hij wil zand {prefix}{infinitive}.",
        f"Hij heeft het {prefix}{participle}.",
    ):
        assert whole in found(text), text


@pytest.mark.parametrize("verb", JOINED, ids=lambda verb: verb[1])
def test_a_verb_is_found_in_each_of_its_forms(verb: tuple[str, ...]) -> None:
    _, infinitive, present, past, plural, participle = verb
    for text in (f"Hij {present}.", f"Hij {past}.", f"Zij {plural}.", f"Zij {infinitive}.", f"Hij heeft {participle}."):
        assert infinitive in found(text), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf zegt geld toe.", [["zegt", "toe"]]),
        ("De dijkgraaf zegt toe voor de zomer te komen.", [["zegt", "toe"]]),
        ("De dijkgraaf zegt toe vóór de zomer te komen.", [["zegt", "toe"]]),
        ("De dijkgraaf zegt toe drie lijsten te sturen.", [["zegt", "toe"]]),
        ("De dijkgraaf zegt de burgemeesters toe dat er geld komt.", [["zegt", "toe"]]),
        ("De dijkgraaf is bereid geld toe te zeggen.", [["zeggen", "toe"]]),
        ("Er is geld toegezegd.", [["toegezegd"]]),
        ("Hij brengt zand in; zij licht het toe.", [["brengt", "in"], ["licht", "toe"]]),
        ("De leden stelden voor het plan vast te stellen.", [["stelden", "voor"], ["stellen", "vast"]]),
        ("Hij zegt iets; iedereen doet er iets aan toe.", [["zegt"]]),
        ("Toe te zeggen is er niets.", [["zeggen", "Toe"]]),
        ("Hij brengt zand in", [["brengt", "in"]]),
    ],
)
def test_a_verb_knows_where_its_words_stand(text: str, expected: list[list[str]]) -> None:
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hij zegt het.", "zeggen"),
        ("Hij zegt het toe.", "toezeggen"),
        ("Hij vindt het.", "vinden"),
        ("Het vindt in mei plaats.", "plaatsvinden"),
        ("Hij ziet het.", "zien"),
        ("Hij ziet erop toe.", "toezien"),
        ("Zij houdt rekening met de kosten.", "rekeninghouden"),
    ],
)
def test_a_split_verb_is_another_than_its_first_part_alone(text: str, expected: str) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Er zijn veel vragen.",
        "De vragen zijn bekend.",
        "Twee grote vragen bleven open.",
        "Het besluit ligt er.",
        "Het bericht kwam laat.",
        "Een deel is af.",
        "De acht leden zijn er.",
        "Er kwamen acht mensen.",
        "Hun wensen zijn bekend.",
        "De dijk ligt er.",
        "",
    ],
)
def test_a_noun_that_looks_like_a_verb_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["Hij brengt zand in de haven.", "Hij hoopt te winnen en brengt zand in de haven."])
def test_a_preposition_is_no_part_of_a_verb(text: str) -> None:
    assert "inbrengen" not in found(text)


def test_of_a_preposition_and_the_prefix_of_a_verb_the_prefix_is_its_part() -> None:
    text = "Hij brengt in de haven zand in."
    (verb,) = verbs(text)
    assert verb.parts == ((4, 10), (28, 30))


def test_a_number_is_no_verb_and_hides_none() -> None:
    assert found("Er kwamen acht mensen; zij vragen om zand.") == ["vragen"]
    assert found("De minister acht het plan goed.") == ["achten"]


@pytest.mark.parametrize("text", ["Zij vragen om zand.", "Ook die vragen om zand.", "Beide vragen om zand."])
def test_behind_a_pronoun_the_same_form_is_a_verb(text: str) -> None:
    assert found(text) == ["vragen"]


@example("İİİİİİİİ zegt")  # in lower case it is longer
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["zegt", "toe", "te", "stelt", "vast", ",", "de", "—"])).map(" ".join)
)
def test_the_words_of_verbs_lie_within_the_text_and_never_serve_twice(text: str) -> None:
    spans = [span for verb in verbs(text) for span in verb.parts]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len(set(spans)) == len(spans)


# --- names


def test_an_acronym_is_found_only_as_it_is_written_and_a_name_in_any_case() -> None:
    known = names([("kadebeheer", ["KB"]), ("wal", ["WAL"]), ("haven", ["de Haven"])])
    assert [name.text for name in known.find("Het KB en de kb aan de wal, een WAL en een haven.")] == [
        "KB",
        "WAL",
        "haven",
    ]


def test_an_acronym_does_not_hide_a_name_of_the_same_letters() -> None:
    known = names([("wal", ["WAL"]), ("kade", ["wal"])])
    assert [(name.text, name.things) for name in known.find("WAL wal")] == [("WAL", ("wal",)), ("wal", ("kade",))]


def test_the_longest_of_overlapping_names_is_found() -> None:
    known = names([("voorzitter", ["voorzitter"]), ("regio", ["voorzitter van de havenregio"]), ("r", ["havenregio"])])
    assert slugs_in(known.find("De voorzitter van de havenregio spreekt, de voorzitter zwijgt.")) == (
        "regio",
        "voorzitter",
    )


@pytest.mark.parametrize(
    "text", ["dijkgraaf-generaal", "oud-dijkgraaf", "dijkgraafschap", "hoofddijkgraaf", "dijkgraafs"]
)
def test_a_name_within_a_compound_is_none(text: str) -> None:
    assert ACTORS.find(f"De {text} komt.") == []


@pytest.mark.parametrize(
    "text", ["dijkgraaf.", "(dijkgraaf)", "‘dijkgraaf’", "dijkgraaf- en havenkosten", "Dijkgraaf:"]
)
def test_a_name_beside_punctuation_is_found(text: str) -> None:
    assert slugs_in(ACTORS.find(f"Zie {text}")) == ("dijkgraaf",)


@pytest.mark.parametrize("label", ["de Havenraad", "De havenraad", "havenraad", "een havenraad"])
def test_the_article_of_a_label_is_not_part_of_the_name(label: str) -> None:
    (name,) = names([("havenraad", [label])]).find("Vraag het de havenraad.")
    assert (name.start, name.end, name.text) == (13, 22, "havenraad")


def test_a_name_of_several_things_knows_them_all_and_counts_as_the_first() -> None:
    (name,) = names([("a", ["directeur"]), ("b", ["de directeur"]), ("a", ["Directeur"])]).find("De directeur.")
    assert name.things == ("a", "b")
    assert slugs_in([name]) == ("a",)


def test_no_labels_are_no_names() -> None:
    assert Names().find("iets") == []
    assert names([("a", ["", "de "])]).find("de iets") == []
    assert slugs_in(names([("a", ["", "haven"])]).find("de haven")) == ("a",)


def test_a_label_is_a_text_and_no_pattern() -> None:
    known = names([("a", ["Kust (oost)"]), ("b", ["C++"])])
    assert slugs_in(known.find("Voor Kust (oost), niet voor Kust oost.")) == ("a",)


# --- clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf spreekt.", ["De dijkgraaf spreekt."]),
        ("De dijkgraaf ziet zand en helmgras.", ["De dijkgraaf ziet zand en helmgras."]),
        ("De dijkgraaf wijst op zand en vraagt om geld.", ["De dijkgraaf wijst op zand", "vraagt om geld."]),
        ("De kade is hoog, maar vindt de minister te duur.", ["De kade is hoog", "vindt de minister te duur."]),
        ("De dijkgraaf komt; de minister gaat.", ["De dijkgraaf komt", "de minister gaat."]),
        (
            "De dijkgraaf steunt het, terwijl de minister het afwijst.",
            ["De dijkgraaf steunt het", "de minister het afwijst."],
        ),
        ("De dijkgraaf steunt het, zij het dat het duur is.", ["De dijkgraaf steunt het", "het duur is."]),
        ("Hij heeft zand en heeft gevraagd om geld.", ["Hij heeft zand", "heeft gevraagd om geld."]),
        ("Hij heeft zand en heeft een schep.", ["Hij heeft zand en heeft een schep."]),
        (
            "De dijkgraaf ziet zand en de minister vraagt om geld.",
            ["De dijkgraaf ziet zand", "de minister vraagt om geld."],
        ),
        ("De dijkgraaf ziet zand en hij vraagt om geld.", ["De dijkgraaf ziet zand", "hij vraagt om geld."]),
        (
            "De dijkgraaf ziet zand en de minister plant helmgras.",
            ["De dijkgraaf ziet zand en de minister plant helmgras."],
        ),
        ("De dijkgraaf ziet zand en plant helmgras.", ["De dijkgraaf ziet zand en plant helmgras."]),
        ("Voor de haven en de kade vraagt hij om geld.", ["Voor de haven en de kade vraagt hij om geld."]),
        ("Niet alleen de kade maar ook vraagt men de haven.", ["Niet alleen de kade maar ook vraagt men de haven."]),
        ("", [""]),
    ],
)
def test_a_sentence_is_parted_where_another_thing_is_said(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in parts(text)] == expected


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["en", "maar", "; ", "vraagt", "zegt", ", terwijl", "de"])).map(" ".join)
)
def test_the_parts_of_any_text_lie_in_order_and_do_not_overlap(text: str) -> None:
    spans = list(parts(text))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf vraagt de minister om zand.", "@ vraagt<request> @ om zand."),
        ("Het Kustoverleg stelt het plan vast.", "% stelt<decide> het plan vast."),
        ("De dijkgraaf zegt toe voor de zomer te komen.", "@ zegt<promise> toe voor de zomer <due> te komen."),
        ("De beide burgemeesters bereid toe te zeggen.", "de @ bereid toe te zeggen<promise>."),
        ("Alle leden zijn het eens.", "% zijn het eens."),
        ("Zand.", "zand."),
    ],
)
def test_what_the_rules_see_of_a_sentence(text: str, expected: str) -> None:
    assert as_rules_see(text) == expected


def test_what_overlaps_is_marked_once_and_what_follows_is_marked_all_the_same() -> None:
    text = "In een volgend Kustoverleg vraagt de minister om zand."
    when = [(0, text.index(" vraagt"))]
    marked = seen(text, ACTORS.find(text), BODY.find(text), when)
    assert marked == "in een volgend kustoverleg <due> vraagt<request> @ om zand."


def test_a_word_within_a_name_gets_no_mark_of_a_verb() -> None:
    text = "De raad van vragen vraagt het."
    actors = names([("raad", ["raad van vragen"])]).find(text)
    assert seen(text, actors, [], []) == "@ vraagt<request> het."


def test_a_plain_text_has_no_capitals_and_no_accents() -> None:
    assert plain("Één Coördinatie – Straße") == "een coordinatie  strae"


# --- facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er komt niet genoeg zand.", True),
        ("Er komt geen zand.", True),
        ("Nooit eerder was er zand.", True),
        ("Niemand wil zand.", True),
        ("Dat kan niet zonder zand, maar dat is er niet.", True),
        ("Zonder zand gaat het mis.", True),
        ("Niet alleen de dijkgraaf wil zand.", False),
        ("Niet alleen de dijkgraaf wil dat niet.", True),
        ("Dit is niet zonder gevolgen.", False),
        ("Er is al dan niet zand.", False),
        ("Er is zand.", False),
        ("Het is nietig en de genietbare.", False),
    ],
)
def test_what_denies(text: str, expected: bool) -> None:
    assert facts.denies(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hij komt, mits er zand is, in mei.", "mits er zand is"),
        ("Hij komt op voorwaarde dat er zand is.", "op voorwaarde dat er zand is"),
        ("Tenzij het regent, komt hij.", "Tenzij het regent"),
        ("Hij komt, zodra het kan; zij niet.", "zodra het kan"),
        ("Hij komt afhankelijk van het weer.", "afhankelijk van het weer"),
        (
            "Hij komt, mits er 1,5 miljoen euro en 1.200 ton zand is; zij niet.",
            "mits er 1,5 miljoen euro en 1.200 ton zand is",
        ),
        ("Hij komt in mei.", ""),
        ("De omzetting permitteert hij.", ""),
    ],
)
def test_the_condition_is_found_as_it_is_worded(text: str, expected: str) -> None:
    assert facts.condition(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf stuurt jaarlijks een overzicht.", "recurring"),
        ("De dijkgraaf stuurt elk jaar een overzicht.", "recurring"),
        ("De dijkgraaf zal de leden altijd bellen.", "standing"),
        ("De dijkgraaf zal jaarlijks en altijd bellen.", "recurring"),
        ("De dijkgraaf stuurt een overzicht.", "one-off"),
    ],
)
def test_how_often_something_is_to_be_done(text: str, expected: str) -> None:
    assert facts.commitment_kind(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf zegt zand toe.", True),
        ("De dijkgraaf heeft zand toegezegd.", True),
        ("De dijkgraaf zegt toe vóór de zomer zand te sturen.", True),
        ("De dijkgraaf belooft zand.", True),
        ("De dijkgraaf doet de toezegging zand te sturen.", True),
        ("De dijkgraaf zal zand sturen.", False),
        ("De dijkgraaf zegt dat er zand is.", False),
    ],
)
def test_a_promise_in_so_many_words_is_told_from_an_undertaking(text: str, expected: bool) -> None:
    assert facts.is_promised(text, found(text)) is expected


@pytest.mark.parametrize("text", ["De dijkgraaf herhaalt het.", "Zoals afgesproken komt het.", "Opnieuw zand."])
def test_words_that_go_back_to_something_earlier(text: str) -> None:
    assert facts.goes_back(text)
    assert not facts.goes_back("De dijkgraaf wil zand.")


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("De minister meldt dat het gezag over de dijkwacht berust bij de dijkgraaf.", "gezag", 1),
        ("Het gezag over de burgemeesters berust bij de dijkgraaf.", "gezag", 1),
        ("De dijkwacht staat onder het gezag van de dijkgraaf.", "gezag", 0),
        ("De dijkgraaf heeft het gezag over de dijkwacht.", "gezag", 0),
        ("Over ontruiming beslist de minister.", "decides", 0),
        ("De minister beslist over ontruiming.", "decides", 0),
        ("Het is aan de burgemeesters om te ontruimen.", "decides", 0),
        ("De dijkgraaf is verantwoordelijk voor het zand.", "responsible", 0),
        ("De dijkgraaf vindt dat de verantwoordelijkheid voor het zand bij de minister ligt.", "responsible", 1),
        ("Daarvoor is toestemming van de minister nodig.", "consents", 0),
    ],
)
def test_who_has_authority_and_which(text: str, kind: str, holder: int) -> None:
    told = facts.authority(as_rules_see(text))
    assert told is not None
    assert (told.kind, told.holder) == (kind, holder)


@pytest.mark.parametrize("text", ["De dijkgraaf stuurt zand.", "Er is gezag.", "Er is nagedacht over bevoegdheden."])
def test_where_nobody_is_said_to_have_authority_there_is_none(text: str) -> None:
    assert facts.authority(as_rules_see(text)) is None


# --- the lexicons

# Rule of types.toml, a sentence on which it decides, and who speaks in it.
FIRES = [
    ("announces the next meeting", "De volgende vergadering is in mei.", "nobody"),
    ("closes the meeting", "De vergadering wordt gesloten.", "nobody"),
    ("refuses a promise", "De dijkgraaf doet geen toezegging.", "speaker"),
    ("sees no objection", "De minister heeft geen bezwaar.", "speaker"),
    ("sees no need", "De minister heeft geen behoefte aan zand.", "speaker"),
    ("is not willing", "De minister is niet bereid mee te betalen.", "speaker"),
    ("members agree to it", "De leden stemmen in met het plan.", "speaker"),
    ("is adopted", "Het plan wordt vastgesteld.", "nobody"),
    ("adopts", "De dijkgraaf keurt het plan goed.", "speaker"),
    ("it is decided", "Er is besloten te beginnen.", "nobody"),
    ("it is agreed", "Afgesproken is het zand te storten.", "nobody"),
    ("they agree with each other", "Over het zand zijn de leden eensgezind.", "nobody"),
    ("an offer or idea is taken over", "Het aanbod van de haven wordt aanvaard.", "nobody"),
    ("someone is invited", "De kapitein wordt uitgenodigd.", "nobody"),
    ("comes back in a meeting", "Het zand komt in een volgend overleg terug.", "nobody"),
    ("promises", "De dijkgraaf zegt de haven zand toe.", "speaker"),
    ("takes it upon itself", "De dijkgraaf koppelt de uitkomst terug.", "speaker"),
    ("will do", "De dijkgraaf zal de kade bekijken.", "speaker"),
    ("does it by a moment", "De dijkgraaf stuurt in mei een lijst.", "speaker"),
    ("is there by a moment", "Volgens de dijkgraaf ligt de lijst er in mei.", "speaker"),
    ("asks", "De burgemeesters vragen om zand.", "speaker"),
    ("needs or calls for", "De burgemeesters doen een beroep op de kapitein.", "speaker"),
    ("wants to talk, know or take part", "De dijkgraaf wil meer betrokken zijn bij de kade.", "speaker"),
    ("confirms", "De dijkgraaf bevestigt de hoogte van de kade.", "speaker"),
    ("is and remains", "De hoogte van de kade blijft gelden.", "nobody"),
    ("tells first", "De dijkgraaf meldt de hoogte van de kade.", "speaker"),
    ("fears or regrets", "De dijkgraaf vreest hoog water.", "speaker"),
    ("names a worry", "De burgemeesters zijn bezorgd over de kade.", "speaker"),
    ("not sustainable", "Dit tempo is niet vol te houden.", "context"),
    ("offers a thing by a moment", "De dijkgraaf biedt in mei een lijst aan.", "speaker"),
    ("offers to do", "De dijkgraaf biedt aan om te schilderen.", "speaker"),
    ("hands over", "De dijkgraaf biedt de lijst aan.", "speaker"),
    ("says what it thinks", "De dijkgraaf vindt de kade laag.", "speaker"),
    ("takes a position", "De dijkgraaf is voorstander van zand.", "speaker"),
    ("says what should be", "De kade moet hoger.", "context"),
    ("what should be, by nobody", "De kade moet hoger.", "nobody"),
    ("tells", "Er is een presentatie gegeven.", "nobody"),
    ("mentions", "Daarbij noemt de dijkgraaf de kade.", "speaker"),
    ("tells of a process", "De kade wordt opgehoogd.", "nobody"),
    ("says so", "De dijkgraaf zegt dat er zand is.", "speaker"),
]


@pytest.mark.parametrize(("rule", "text", "speaks"), FIRES, ids=[rule for rule, _, _ in FIRES])
def test_a_rule_decides_on_a_sentence_that_was_made_for_it(rule: str, text: str, speaks: str) -> None:
    decided = decide(as_rules_see(text), speaks, opening=False)
    assert decided is not None
    assert decided.name == rule


def test_the_announcement_of_the_agenda_is_told_only_in_the_opening() -> None:
    text = as_rules_see("In het Kustoverleg is gesproken over zand.")
    first = decide(text, "nobody", opening=True)
    assert first is not None
    assert first.name == "announces the agenda"
    later = decide(text, "nobody", opening=False)
    assert later is None or later.name != "announces the agenda"


def test_every_rule_is_tried_on_a_sentence_and_every_sentence_is_of_a_rule() -> None:
    assert {rule for rule, _, _ in FIRES} | {"announces the agenda"} == {rule.name for rule in rules()}


@pytest.mark.parametrize(
    ("needs", "those"),
    [
        ("", {"speaker", "context", "nobody"}),
        ("speaker", {"speaker"}),
        ("context", {"speaker", "context"}),
        ("unnamed", {"context", "nobody"}),
    ],
)
def test_a_rule_fits_only_who_speaks_as_it_needs(needs: str, those: set[str]) -> None:
    rule = Rule("tells", "Information", re.compile("zand"), None, needs, opening=False, speaker="subject")
    assert {speaks for speaks in ("speaker", "context", "nobody") if rule.fits("er is zand", speaks, False)} == those


def test_a_rule_does_not_fit_what_it_excludes() -> None:
    rule = Rule("tells", "Information", re.compile("zand"), re.compile("geen"), "", opening=False, speaker="subject")
    assert rule.fits("er is zand", "nobody", opening=False)
    assert not rule.fits("er is geen zand", "nobody", opening=False)


def test_the_rules_are_those_of_the_lexicon_with_all_words_filled_in() -> None:
    told = load("types")["rule"]
    read = rules.__wrapped__()  # anew, not as remembered
    assert [(one.name, one.type, one.needs, one.opening, one.speaker, one.unless is not None) for one in read] == [
        (
            one["name"],
            one["type"],
            one.get("needs", ""),
            one.get("opening", False),
            one.get("speaker", "subject"),
            "unless" in one,
        )
        for one in told
    ]
    patterns = [one.pattern for rule in read for one in (rule.when, rule.unless) if one]
    assert [pattern for pattern in patterns if re.search(r"\{[a-z]", pattern)] == []


def test_a_phrase_begins_where_a_word_does() -> None:
    phrases = re.compile(either(["nacht", "^dag", "<due>", r"%\w", r"\bweek"]))
    assert [text for text in ("nacht", "dag", "x <due>", "x %x", "week") if not phrases.search(text)] == []
    assert [text for text in ("wachtnacht", "een dag", "x due", "xweek") if phrases.search(text)] == []


def test_every_rule_of_kinds_is_complete_and_compiles() -> None:
    kinds = {
        "Agreement",
        "Commitment",
        "Concern",
        "Confirmation",
        "Decision",
        "Information",
        "Omission",
        "Position",
        "Request",
    }
    assert len({rule.name for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.type in kinds, rule.name
        assert rule.needs in {"", "speaker", "context", "unnamed"}, rule.name
        assert rule.speaker in {"subject", "context", "named", "nobody", "informer"}, rule.name
        for pattern in filter(None, (rule.when, rule.unless)):
            assert not re.search(r"\{[a-z][a-z.]*\}", pattern.pattern), f"{rule.name}: an unknown word"
            assert not pattern.search(""), f"{rule.name}: fits nothing at all"


def test_the_marks_that_rules_look_for_are_sorts_of_verbs() -> None:
    sorts = {*load("verbs"), "due"}
    for rule in rules():
        for pattern in filter(None, (rule.when, rule.unless)):
            for listed in re.findall(r"(?<!\?)(?<!\?P)<\(\?:([a-z|]+)\)>|(?<!\(\?)<([a-z]+)>", pattern.pattern):
                assert set("|".join(listed).split("|")) - {""} <= sorts, rule.name


@pytest.mark.parametrize("rule", load("authority")["rule"], ids=lambda rule: rule["name"])
def test_a_rule_of_authority_holds_an_actor_in_a_group(rule: dict[str, str]) -> None:
    assert re.compile(rule["when"]).groups >= 1
    assert "(@)" in rule["when"]
    assert rule["kind"] in {"gezag", "decides", "responsible", "consents"}


def test_there_are_verbs_enough_and_none_stands_twice() -> None:
    every = [prefix + infinitive for prefix, infinitive, *_ in VERBS]
    assert len(every) >= 150
    assert sorted({verb for verb in every if every.count(verb) > 1}) == []


def test_every_verb_has_four_forms_in_letters() -> None:
    for prefix, infinitive, *forms in VERBS:
        assert len(forms) == 4, infinitive
        assert all(re.fullmatch(r"[^\W\d_]+", form) for form in (infinitive, *forms)), infinitive
        assert infinitive.endswith("n"), infinitive
        assert re.fullmatch(r"[^\W\d_]*", prefix), f"a word never has a space in it: {prefix}|{infinitive}"


def test_what_is_listed_as_promised_are_verbs() -> None:
    every = {prefix + infinitive for prefix, infinitive, *_ in VERBS}
    assert set(load("marks")["promised"]) <= every


@pytest.mark.parametrize("name", ["marks", "speakers"])
def test_no_list_of_words_names_one_twice(name: str) -> None:
    doubles = {
        key: sorted({word for word in listed if listed.count(word) > 1})
        for key, listed in load(name).items()
        if isinstance(listed, list)
    }
    assert not any(doubles.values()), doubles
