"""The fourteen phases of a month, one room each: read the city, call a kernel, write the result."""
