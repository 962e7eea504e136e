"""The planner: themed events for people in a life transition, and the invitations to them."""
