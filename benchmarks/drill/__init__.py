"""A drill: a running desk on which five things break, what it says of each, how soon, and what mends it."""
