"""How articles get in: the inbox, the HTTP door and `enqueue`, the one door to the queue."""
