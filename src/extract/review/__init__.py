"""What reviewers decide, and how it comes back."""
