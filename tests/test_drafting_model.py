"""What the models decide, with weights that were made up for the purpose."""

from __future__ import annotations

import pytest

from lovp_graph.drafting.model import REASONS, Model, model


def test_a_model_gives_the_answer_that_weighs_most_with_its_share_and_its_reasons() -> None:
    small = Model(("A", "B", "C"), {"": [0.0, 0.5, 0.0], "x": [2.0, 0.0, 0.0], "y": [0.0, 1.0, -1.0]})
    decision = small.decide(["x", "onbekend", "y"])
    assert decision.answer == "A"
    assert decision.probability == pytest.approx(7.389 / (7.389 + 4.4817 + 0.3679), abs=1e-4)
    assert decision.reasons == (("x", 2.0), ("y", 0.0))
    assert small.decide([]).answer == "B"
    assert small.decide([]).reasons == ()


def test_the_first_of_answers_that_weigh_the_same_is_given_and_huge_weights_do_not_overflow() -> None:
    assert Model(("A", "B"), {}).decide(["x"]) == Model(("A", "B"), {"x": [0.0, 0.0]}).decide([])
    huge = Model(("A", "B"), {"x": [5000.0, -5000.0], "y": [-9000.0, 9000.0]})
    assert (huge.decide(["x"]).answer, huge.decide(["x", "y"]).answer) == ("A", "B")
    assert huge.decide(["x"]).probability == 1.0


def test_a_decision_is_explained_with_a_handful_of_features_the_weightiest_first() -> None:
    many = Model(("A", "B"), {f"f{number}": [float(number), 0.0] for number in range(20)})
    reasons = many.decide([f"f{number}" for number in range(20)]).reasons
    assert [name for name, _ in reasons] == ["f19", "f18", "f17", "f16", "f15"]
    assert len(reasons) == REASONS


def test_a_feature_weighs_as_much_as_it_gives_the_answer_more_than_the_others_on_average() -> None:
    some = Model(
        ("A", "B", "C"), {"x": [1.0, 0.2, 0.7], "y": [1.0, 1.0, -1.0 / 3], "b": [0.5, 0.0, 0.0], "a": [0.5, 0.0, 0.0]}
    )
    assert some.decide(["x", "y", "b", "a"]).reasons == (("y", 0.67), ("x", 0.55), ("a", 0.5), ("b", 0.5))


def test_a_model_of_one_answer_is_sure_of_it() -> None:
    decision = Model(("A",), {"x": [1.0]}).decide(["x"])
    assert (decision.answer, decision.probability) == ("A", 1.0)
    assert decision.reasons == (("x", 1.0),)


@pytest.mark.parametrize("name", ["type", "speaker"])
def test_the_weights_of_the_lexicon_are_one_for_each_answer(name: str) -> None:
    trained = model(name)
    assert len(set(trained.answers)) == len(trained.answers) > 1
    assert all(len(weights) == len(trained.answers) for weights in trained.weights.values())
