"""Pages on disk: cases, WARC, MHTML, HAR; and the handler that answers from them."""
