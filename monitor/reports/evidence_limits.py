"""What a bundle does not prove: sentences for whoever relies on it, and for whoever attacks it."""

SPECIMEN = "SPECIMEN: made of saved pages or of a server that stands in for a site. This is no evidence."

_TEXT = """
A sealed page proves what reached the machine that asked, at the time that this machine's clock showed. It does not
prove what others were shown, or that what the page says is true.

There are two clocks: the machine's (when a page came, when it was sealed) and the authority's (when it was stamped).
A stamp proves that the sealed page existed at the stamp's time, no more; for the time before, the machine's clock is
the only word. The gap between both stands with each stamp.

wire_exact: false. Header names pass through the programs that fetch (Scrapy and Twisted), which normalise them; bodies
are kept after Content-Encoding was undone, with the SHA-256 of the bytes before that where it is known.

TLS shows to the machine that it spoke with the holder of the certificate; it leaves no proof for third parties.

Pages saved by hand are the file's bytes, the file's own time and the name of who handed it in. Nothing is known of the
network, and nothing of how the file was made.

A screenshot is what our browser drew. Pictures in this report are copies; the sealed ones lie beside it.

Score, level and reasons are made by rules of a program from what pages said, and can be wrong. They are not part of
the sealed pages, and were not stamped. What people decided is theirs alone.

Whether a listing infringes a right is for a person, and in the end for a court, to say. Nothing here says so.

What was not recorded when a page came is empty for ever: nothing is added later.
"""
LIMITS = [" ".join(paragraph.split()) for paragraph in _TEXT.strip().split("\n\n")]
"""One text for each limit."""
