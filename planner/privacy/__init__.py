"""What is held on one person, erasing it, how long anything is kept, and the record of it."""
