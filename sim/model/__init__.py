"""What happens in a month. Mesa lives here and only here."""
