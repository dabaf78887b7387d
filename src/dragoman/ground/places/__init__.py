"""Toponyms and the places they name (GeoNames)."""
