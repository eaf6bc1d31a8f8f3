"""How it is doing: the command line, the operators' desk, metrics and the parts that run it on one machine."""
