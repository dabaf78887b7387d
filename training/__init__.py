"""How each model in `src/dragoman/data/` was made. Runs apart from the package: see `training/README.md`."""
