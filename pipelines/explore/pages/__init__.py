"""What each page asks the warehouse: plain functions that return rows."""
