"""Many cities: which runs a question needs, who lives them, where they are kept."""
