"""Tables without vertical rulings: from lines of words to grids."""
