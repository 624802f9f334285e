"""What stands between a command line and the city: reading, refusing, listing, explaining."""
