"""Reports made from what is known: gathered once, masked for an audience, written in every form."""
