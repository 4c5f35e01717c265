"""The fact book."""
