"""How articles get in: the inbox, the HTTP door and `enqueue`, the one door to the queue."""

from producer.enqueue import Acceptance, Door, Receipt, enqueue, enqueue_many

__all__ = ["Acceptance", "Door", "Receipt", "enqueue", "enqueue_many"]
