"""The example data: Harkenau Gartengeräte, an invented maker of garden tools, told as of today."""
