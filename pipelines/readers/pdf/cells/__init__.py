"""Characters in the cells of grids: the pieces of tables on one page."""
