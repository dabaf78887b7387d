"""The statement tagger: one encoder pass tags cue, source and content; a linking head joins them."""
