"""Looks at meetings and institutions; each takes who asks and what day it is."""
