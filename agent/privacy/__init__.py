"""What leaves this machine, what is put in its place, and the way back."""
