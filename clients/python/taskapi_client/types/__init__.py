"""What requests take and responses contain; the classes are named as in the OpenAPI document."""
