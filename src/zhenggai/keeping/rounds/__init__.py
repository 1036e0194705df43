"""A whole round taken out of the house: its rows, its workbook, its files and its proved history."""
