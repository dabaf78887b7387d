"""What several documents say of one thing: copies, origins, stories; named tables to named tables."""
