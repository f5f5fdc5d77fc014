"""Chains of sums as a task of Inspect: `inspect eval arith_inspect.py -T problems=FILE`."""

from inspect_ai import Task, task
from inspect_ai.dataset import FieldSpec, json_dataset
from inspect_ai.scorer import pattern
from inspect_ai.solver import generate


@task
def arith(problems: str):
    return Task(
        dataset=json_dataset(problems, FieldSpec(input="problem", target="answer", id="id")),
        solver=generate(),
        scorer=pattern(r"boxed\{(-?\d+)\}"),
    )
