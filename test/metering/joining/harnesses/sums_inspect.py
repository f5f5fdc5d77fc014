"""The sums as a task of Inspect: `inspect eval sums_inspect.py`."""

from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import FieldSpec, json_dataset
from inspect_ai.model import get_model
from inspect_ai.scorer import model_graded_qa, pattern
from inspect_ai.solver import generate

SUMS = str(Path(__file__).parent / "sums.jsonl")
FIELDS = FieldSpec(input="question", target="answer")


@task
def sums():
    return Task(
        dataset=json_dataset(SUMS, FIELDS),
        solver=generate(),
        scorer=pattern(r"answer is (\d+)"),
    )


@task
def judged(judge: str):
    return Task(
        dataset=json_dataset(SUMS, FIELDS)[:30],
        solver=generate(),
        scorer=model_graded_qa(model=get_model(judge)),
    )
