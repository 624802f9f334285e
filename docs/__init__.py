"""The pages that describe faireville; `python -m docs.build` writes the generated ones."""
