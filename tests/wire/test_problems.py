from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.problems import Problem, ProblemMessage, problem_message


def test_every_problem_has_its_own_number() -> None:
    assert len({problem.number for problem in Problem}) == len(Problem)


def test_a_problem_travels_as_a_message() -> None:
    message = problem_message(Problem.TOO_OLD)
    assert decode(ProblemMessage, encode(message)) == message
    assert (message.status, message.number) == (422, 306)
    assert message.detail == "Nothing to do."


def test_a_problem_tells_what_to_do() -> None:
    for problem in Problem:
        assert problem.sentence.count(".") >= 2
        assert 400 <= problem.status < 600
