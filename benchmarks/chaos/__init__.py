"""Chaos: real processes are killed, stopped and cut off while articles pass, and at the end sets are compared."""
