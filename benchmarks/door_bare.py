"""What most people write: a FastAPI endpoint that checks an article's JSON and sends one Celery task for it.

It has what people give it: uvicorn with uvloop and httptools, a Redis as it comes, a task without a result.
"""

import os
import sys

import celery
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
queue = celery.Celery("bare", broker=os.environ["BARE_BROKER"])
queue.conf.update(task_ignore_result=True, task_default_queue="bare")


class Article(BaseModel):
    """An article as people post it."""

    headline: str
    body: str


@queue.task(name="bare.ingest")  # type: ignore[untyped-decorator]
def ingest(article: dict[str, str]) -> None:
    """Stand in for the work."""


@app.post("/v1/articles", status_code=202)
def post_article(article: Article) -> dict[str, str]:
    """Send the task and answer with its id."""
    return {"id": ingest.apply_async(args=(article.model_dump(),)).id}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="warning")
