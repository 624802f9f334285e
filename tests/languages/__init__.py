"""What holds in every language the catalogue is written in."""
