"""What becomes of an article: the straight line parse, extract, match, apply, run by Celery workers."""
