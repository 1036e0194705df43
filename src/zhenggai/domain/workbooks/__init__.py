"""Workbooks that go out to units and come back: their sheets, reading cells, rows by key, three-way comparison."""
