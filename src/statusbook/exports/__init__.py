"""What is made of an `Edition`: HTML blocks, structured data, and the list of pages that votebox reads."""
