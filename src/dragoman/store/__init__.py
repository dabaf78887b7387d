"""Where a record lies: Parquet shards and an append-only manifest (the truth), a ledger and a database made from them."""
