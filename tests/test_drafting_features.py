"""What a clause shows to the models, by name: the weights are found by these names, so each of them counts."""

from __future__ import annotations

from collections import Counter

from lovp_graph.documents import Sentence, parse
from lovp_graph.drafting.features import Known, candidates, known, of_speaker, of_type
from lovp_graph.drafting.names import Name
from lovp_graph.drafting.speakers import Speaking
from lovp_graph.drafting.units import Unit

SENTENCES = parse(
    "Verslag\n\nIn het overleg is gesproken.\n\n"
    "Zand\nDe dijkgraaf vraagt de minister om 12 kranen. Het zand is niet op. Alle reders vinden dat?\n\n"
    "De kade wordt gebouwd.\n\n"
    "Haven\nDe haven moet open.\n"
).sentences


def name(clause: str, text: str, *things: str) -> Name:
    start = clause.index(text)
    return Name(start, start + len(text), text, things or (text,))


def unit(place: int, seen: str, rule: str = "tells", kind: str = "Information", **more: object) -> Unit:
    sentence: Sentence = SENTENCES[place]
    one = Unit(sentence, sentence.text, seen, rule, kind, (), (), Speaking(), ())
    for key, value in more.items():
        assert hasattr(one, key)
        setattr(one, key, value)
    return one


ASKS = SENTENCES[1].text
DIJKGRAAF, MINISTER = name(ASKS, "dijkgraaf"), name(ASKS, "minister")
REDERS = name(SENTENCES[3].text, "reders", "reders", "kustoverleg")
READ = [
    unit(0, "in het overleg is gesproken.", "announces the agenda", "Omission", first=True),
    unit(
        1,
        "@ vraagt<request> @ om 12 kranen.",
        "asks",
        "Request",
        named=(DIJKGRAAF, MINISTER),
        told=Speaking((DIJKGRAAF,), (MINISTER,)),
        by=("dijkgraaf",),
        first=True,
    ),
    unit(2, "het zand is niet op.", context=("dijkgraaf",), inherited=("dijkgraaf",)),
    unit(
        3,
        "% vinden<position> dat?",
        "says what it thinks",
        "Position",
        bodies=(REDERS,),
        context=("dijkgraaf",),
        secondary=True,
    ),
    unit(4, "de kade wordt gebouwd.", told=Speaking(pronoun="die", plural=True), first=True),
    unit(5, "de haven moet open.", "says what should be", "Position", first=True),
]


# --- the kind of a statement


def test_what_a_request_shows() -> None:
    assert of_type(READ, 1) == [
        "rule asks",
        "rule gives Request",
        *[f"word {word}" for word in ("@", "vraagt", "<request>", "om", "0", "kranen")],
        "stem vraagt",
        "stem kranen",
        *[f"words {two}" for two in ("@ vraagt", "vraagt <request>", "<request> @", "@ om", "om 0", "0 kranen")],
        "begins @",
        "ends kranen",
        "verb vragen",
        "first verb request",
        "names a speaker",
        "opens with a speaker",
        "begins a paragraph",
        "after in its paragraph: Information",
        "after: rule tells",
    ]


def test_what_a_denial_after_a_speaker_shows() -> None:
    shown = of_type(READ, 2)
    assert "denies" in shown
    assert shown[-5:] == [
        "names nobody, after a speaker",
        "before in its paragraph: Request",
        "before: rule asks",
        "after in its paragraph: Position",
        "after: rule says what it thinks",
    ]


def test_what_a_question_of_the_body_in_a_further_clause_shows() -> None:
    assert of_type(READ, 3)[-11:] == [
        "verb vinden",
        "first verb position",
        "question",
        "names nobody, after a speaker",
        "names the body",
        "opens with the body",
        "further clause",
        "before in its paragraph: Information",
        "before: rule tells",
        "after in its section: Information",
        "after: rule tells",
    ]


def test_what_a_passive_with_a_pronoun_shows() -> None:
    assert of_type(READ, 4)[-5:] == [
        "passive",
        "has a pronoun",
        "begins a paragraph",
        "before in its section: Position",
        "before: rule says what it thinks",
    ]


def test_what_stands_in_another_section_is_not_around_a_clause() -> None:
    assert of_type(READ, 0)[-4:] == ["perfect", "names nobody", "opening", "begins a paragraph"]
    assert of_type(READ, 5)[-2:] == ["names nobody", "begins a paragraph"]


def test_a_speaker_that_is_led_to_and_one_that_stands_further_on_are_told() -> None:
    clause = "Om zand vraagt volgens de dijkgraaf niemand."
    late = name(clause, "dijkgraaf")
    led = unit(1, "om zand", told=Speaking((late,), led=True), named=(late,), bodies=(late,))
    shown = of_type([led], 0)
    assert [one for one in shown if "speaker" in one] == ["names a speaker", "leads to a speaker"]
    assert "names the body" in shown
    assert "opens with the body" not in shown


def test_words_of_five_letters_and_more_are_told_by_their_first_six() -> None:
    shown = of_type([unit(5, "diep water bij helmgras<say>")], 0)
    assert [one for one in shown if one.startswith("stem ")] == ["stem water", "stem helmgr"]


def test_the_last_clause_is_behind_the_one_before_it() -> None:
    assert of_type(READ[1:3], 0)[-2:] == ["after in its paragraph: Information", "after: rule tells"]


def test_a_name_behind_an_article_opens_a_clause() -> None:
    beginning = Name(4, 10, "beraad", ("beraad",))
    later = Name(5, 11, "beraad", ("beraad",))
    assert "opens with a speaker" in of_type([unit(5, "@", told=Speaking((beginning,)))], 0)
    assert "opens with a speaker" not in of_type([unit(5, "@", told=Speaking((later,)))], 0)


def test_a_clause_without_words_shows_none() -> None:
    assert of_type([unit(5, "—", clause="—")], 0) == ["rule tells", "rule gives Information", "names nobody"]


# --- who can be its speaker


def test_who_is_named_who_spoke_before_the_body_its_members_or_nobody_can_speak() -> None:
    one = unit(
        1,
        "@ vraagt<request> @ om 12 kranen.",
        named=(DIJKGRAAF, MINISTER),
        told=Speaking((DIJKGRAAF,)),
        by=("dijkgraaf",),
        context=("reders",),
    )
    assert candidates(one, ("loods",), ("kustoverleg", "leden")) == {
        (): ["nobody"],
        ("dijkgraaf",): ["named as the subject", "named first", "by the rules"],
        ("minister",): ["named later"],
        ("reders",): ["spoke last"],
        ("loods",): ["spoke just before"],
        ("kustoverleg",): ["the body"],
        ("leden",): ["the members"],
    }


def test_where_nobody_spoke_before_and_there_is_no_body_they_cannot() -> None:
    one = unit(5, "de haven moet open.", inherited=("dijkgraaf",))
    assert candidates(one, (), ("", "")) == {(): ["nobody"], ("dijkgraaf",): ["by the rules"]}


def test_the_body_that_is_named_can_speak_as_named_and_at_the_beginning_as_first() -> None:
    first = unit(3, "% vinden<position> dat?", bodies=(REDERS,))
    later = unit(3, "dat vinden<position> %?", bodies=(Name(20, 26, "reders", ("reders",)),))
    assert candidates(first, (), ("kustoverleg", "reders")) == {
        (): ["nobody", "by the rules"],
        ("kustoverleg",): ["the body, first"],
        ("reders",): ["the members, first"],
    }
    assert candidates(later, (), ("kustoverleg", "reders")) == {
        (): ["nobody", "by the rules"],
        ("kustoverleg",): ["the body"],
        ("reders",): ["the members, named"],
    }


def test_who_is_not_at_the_table_speaks_only_where_a_rule_and_a_verb_say_so() -> None:
    told = Speaking((DIJKGRAAF,))
    both = (DIJKGRAAF, MINISTER)
    table = frozenset({"minister"})
    asked = unit(1, "@ vraagt<request> @.", named=both, told=told, by=("dijkgraaf",))
    silent = unit(1, "@ ziet @.", named=both, told=told, by=("dijkgraaf",))
    acting = unit(1, "@ stuurt @.", kind="Commitment", named=both, told=told, by=("dijkgraaf",))
    led = unit(1, "volgens @ is @.", named=both, told=Speaking((DIJKGRAAF,), led=True), inherited=("dijkgraaf",))
    unsaid = unit(1, "@ vraagt<request> @.", named=both, told=told)
    for one in (asked, acting, led):
        assert candidates(one, (), ("", ""), table)[("dijkgraaf",)] == [
            "named as the subject",
            "named first",
            "by the rules",
        ]
    assert candidates(silent, (), ("", ""), table)[("dijkgraaf",)] == ["by the rules"]
    assert candidates(unsaid, (), ("", ""), table) == {
        (): ["nobody", "by the rules"],
        ("minister",): ["named later"],
    }


def test_how_often_each_actor_is_said_to_speak() -> None:
    silent = unit(1, "@ ziet @.", told=Speaking((MINISTER,)))
    found = known([READ[1], silent, READ[1], READ[3]], frozenset({"dijkgraaf"}))
    assert found == Known(Counter({"dijkgraaf": 2}), frozenset({"dijkgraaf"}))


# --- what tells for a speaker


def test_what_tells_for_who_is_named_as_the_subject() -> None:
    told = Known(Counter({"dijkgraaf": 2}), frozenset({"dijkgraaf"}))
    what = ["named as the subject", "by the rules"]
    both = "by the rules+named as the subject"
    circumstances = [
        "kind Request",
        "rule asks",
        "Request by rule asks",
        "speaks",
        "0 clauses after a speaker",
        "begins @",
        "begins a paragraph",
    ]
    assert of_speaker(READ, 1, "Request", (("dijkgraaf",), what), told) == [
        f"is {both}",
        *[f"is {one}" for one in what],
        *[f"{one}, {circumstance}" for one in (*what, both) for circumstance in circumstances],
        "talks 2 times",
        f"{both}, talks 2 times",
        f"{both}, talks 2 times, speaks",
        "at the table",
        *[f"{one}, at the table" for one in what],
        "behind nothing",
        "before vraagt",
        "before a verb of request",
    ]


def test_what_tells_for_who_is_named_further_on() -> None:
    told = Known(Counter({"minister": 9}), frozenset({"dijkgraaf"}))
    found = of_speaker(READ, 1, "Request", (("minister",), ["named later"]), told)
    assert found[-8:] == [
        "talks 3 times",
        "named later, talks 3 times",
        "named later, talks 3 times, speaks",
        "not at the table",
        "named later, not at the table",
        "behind vraagt",
        "before om",
        "before a verb of no sort",
    ]


def test_the_words_beside_a_name_are_told_without_articles() -> None:
    clause = "Er is zand: dat meldt de dijkgraaf, zo zegt men (loods)."
    dijkgraaf, loods = name(clause, "dijkgraaf"), name(clause, "loods")
    one = unit(2, "er is zand", clause=clause, named=(dijkgraaf, loods))
    for who, expected in (
        ("dijkgraaf", ["behind meldt", "before ,", "before a verb of say"]),
        ("loods", ["behind (", "before )", "before a verb of no sort"]),
    ):
        found = of_speaker([one], 0, "Information", ((who,), ["named"]), Known(Counter()))
        assert found[-3:] == expected
    alone = unit(2, "@", clause="dijkgraaf", named=(Name(0, 9, "dijkgraaf", ("dijkgraaf",)),))
    found = of_speaker([alone], 0, "Information", (("dijkgraaf",), ["named"]), Known(Counter()))
    assert found[-3:] == ["behind nothing", "before nothing", "before a verb of no sort"]


def test_what_tells_for_nobody() -> None:
    assert of_speaker(READ, 2, "Information", ((), ["nobody"]), Known(Counter(), frozenset({"dijkgraaf"}))) == [
        "is nobody",
        "nobody, kind Information",
        "nobody, rule tells",
        "nobody, Information by rule tells",
        "nobody, says nothing",
        "nobody, 1 clauses after a speaker",
        "nobody, begins het",
        "nobody, perfect",
        "nobody, names no subject",
    ]


def test_where_it_is_not_known_who_is_at_the_table_that_tells_nothing() -> None:
    found = of_speaker(READ, 2, "Information", (("dijkgraaf",), ["spoke last"]), Known(Counter()))
    assert found[-3:] == [
        "talks 0 times",
        "spoke last, talks 0 times",
        "spoke last, talks 0 times, says nothing",
    ]


def circumstances(units: list[Unit], place: int, kind: str = "Information") -> list[str]:
    found = of_speaker(units, place, kind, ((), ["x"]), Known(Counter()))
    return [one.removeprefix("x, ") for one in found[5:]]


def test_what_is_so_of_a_clause_whoever_speaks_in_it() -> None:
    assert circumstances(READ, 0) == ["4 clauses after a speaker", "begins in", "perfect", "names no subject",
                                      "begins a paragraph", "opening"]  # fmt: skip
    assert circumstances(READ, 3) == ["2 clauses after a speaker", "begins %", "names no subject",
                                      "opens with the body"]  # fmt: skip
    assert circumstances(READ, 4) == ["3 clauses after a speaker", "begins de", "passive Information",
                                      "with a pronoun", "begins a paragraph"]  # fmt: skip
    assert circumstances(READ, 5) == ["4 clauses after a speaker", "begins de", "modal", "names no subject",
                                      "begins a paragraph"]  # fmt: skip
    assert circumstances(READ[1:3], 1)[0] == "1 clauses after a speaker"
    led = unit(2, "volgens @", told=Speaking((DIJKGRAAF,), led=True))
    assert circumstances([led], 0) == ["4 clauses after a speaker", "begins volgens", "led"]
    assert circumstances([unit(2, "—")], 0)[1] == "begins "
