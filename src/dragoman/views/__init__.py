"""What the command line prints: values and rows as Rich text. Nothing from an article is ever taken as markup."""
