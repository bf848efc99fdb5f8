// Believable synthetic records of every record type, the same for the same seed.
