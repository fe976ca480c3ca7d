"""The database beneath the service: where it comes from, who may connect as what, and how it is made ready."""
