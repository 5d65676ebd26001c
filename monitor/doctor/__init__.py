"""What `monitor doctor` looks at: the machine and the store."""
