"""The HTTP door for other services: POST an article, or a stream of them, and have a receipt for each."""
