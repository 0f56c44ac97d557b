"""Tables with rulings: from drawn lines to grids."""
