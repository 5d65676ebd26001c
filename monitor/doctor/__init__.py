"""The checks of `monitor doctor`: the machine and the store."""
