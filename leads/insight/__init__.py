"""What is counted, and what became of enquiries, in pictures and tables that name nobody."""
