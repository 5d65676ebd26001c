"""What every bundle holds for the stranger who checks it: a program and a guide that need nothing of ours."""
