"""The city as tables: people and their ties, firms, third places, cells, ideas and the books."""
