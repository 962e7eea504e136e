"""Who lives here, as far as we may know: people, their marks and wishes, and the contacts made."""
