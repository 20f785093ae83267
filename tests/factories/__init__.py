"""What tests are made of: valid by default, one thing changed at a time."""
