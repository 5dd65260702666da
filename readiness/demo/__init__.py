"""What `make demo` shows: real published figures and plan of one council, made-up documents and
scores that say so. Loaded through the same functions people use; never outside demo mode."""
