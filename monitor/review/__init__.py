"""The review application: a person goes through the findings in a browser, programs through the API."""
