"""What makes a sale suspicious: one small pure file per indicator, and the score."""
