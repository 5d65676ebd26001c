"""What is commonly known of words: ordinary ones, replica slang, fields of goods, well-known brands."""
