"""Who said what: source, cue, content, speaker, act."""
