"""How the relation models are made: `python -m training.relations --gold FOLDER`."""
