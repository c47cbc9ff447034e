"""Quizzes that were written before questions had kinds and results had rules, and their revisions.

Every id stays, so that answers can be followed from the versions of before to those to come.
"""

import uuid

from django.db import migrations
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import BaseBlockOperation

_NAMESPACE = uuid.UUID("5b0a3a0e-8a0f-4f6c-9a55-0c5b5c1f2f5e")
_BEFORE_ALL = -1  # for a draft that does not say where a result begins


class LiftQuestions(BaseBlockOperation):
    """Questions were all choices, and points were of one kind."""

    operation_name_fragment = "lift_questions"

    def apply(self, questions):
        return [
            {**block, "type": "choice", "value": self._lifted(block)}
            if block["type"] == "question"
            else block
            for block in questions
        ]

    def _lifted(self, block):
        question = block["value"]
        options = [
            self._item(each, f"{block.get('id')}/{place}")
            for place, each in enumerate(question["options"])
        ]
        return {**question, "options": options}

    def _item(self, item, name):
        # What a list holds has an id since an editor saved it. Live page and draft get the same.
        if "value" in item:
            return {**item, "value": self._option(item["value"])}
        key = str(uuid.uuid5(_NAMESPACE, name))
        return {"type": "item", "id": key, "value": self._option(item)}

    def _option(self, option):
        points = option.get("points") or 0
        return {**option, "points": points if isinstance(points, dict) else {"": points}}


class LiftResults(BaseBlockOperation):
    """A result held from its score until the next one began, the first one from below as well."""

    operation_name_fragment = "lift_results"

    def apply(self, results):
        if not any("from_score" in block["value"] for block in results):
            return results
        results = sorted(results, key=self._begins)
        starts = [None, *(block["value"].get("from_score") for block in results[1:])]
        ends = [None if start is None else start - 1 for start in starts[1:]] + [None]
        return [
            {**block, "value": self._lifted(block["value"], start, end)}
            for block, start, end in zip(results, starts, ends)
        ]

    def _begins(self, block):
        start = block["value"].get("from_score")
        return _BEFORE_ALL if start is None else start

    def _lifted(self, result, start, end):
        result = {key: value for key, value in result.items() if key != "from_score"}
        rule = {"category": "", "measure": "score", "start": start, "end": end}
        return {**result, "rule": rule}


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0014_quiz_of_five_kinds"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        MigrateStreamData("leads", "QuizPage", "questions", [(LiftQuestions(), "")]),
        MigrateStreamData("leads", "QuizPage", "results", [(LiftResults(), "")]),
    ]
