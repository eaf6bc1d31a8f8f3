"""What things are: the values every other room exchanges. This room imports nothing of ours."""
