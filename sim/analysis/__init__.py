"""What the runs mean: statistics over finished runs, tables in and tables out."""
