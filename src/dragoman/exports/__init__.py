"""Other people's formats: what a record holds, or what of it was asked for, as others read it."""
