"""What the tests of the Python client share."""
