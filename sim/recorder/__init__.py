"""What is remembered of a city; nothing here ever writes to the model."""
