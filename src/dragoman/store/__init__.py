"""Where a record lies: Parquet shards and an append-only manifest are the truth, all else is made from them."""
