"""What citizens answer: seats, waiting list, no thanks."""
