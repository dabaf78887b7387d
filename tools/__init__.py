"""Commands that build what the package ships: data files and generated pages."""
