"""What is printed on one page: its characters and its drawn lines, standing upright."""
