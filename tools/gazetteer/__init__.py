"""Makes the gazetteer from packages that carry GeoNames, and the weights that read it."""
