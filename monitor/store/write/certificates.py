"""Servers' certificates: about 2 kB a kept page, and the same for all pages of a site, so they are kept once."""

import hashlib
import ssl
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_new_rows
from monitor.store.db.schema import CertificateRow


def short_fetch_record(connection: Connection, fetch: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a fetch as a visit keeps it: `certificate_sha256` in the place of each hop's `tls_certificate`."""
    if "hops" not in fetch:
        return dict(fetch)
    pems = {hop["tls_certificate"] for hop in fetch["hops"] if hop.get("tls_certificate")}
    digests = {pem: hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() for pem in pems}
    insert_new_rows(connection, CertificateRow, [{"sha256": sha256, "pem": pem} for pem, sha256 in digests.items()])
    return {**fetch, "hops": [_short_hop(hop, digests) for hop in fetch["hops"]]}


def _short_hop(hop: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    short = {name: value for name, value in hop.items() if name != "tls_certificate"}
    return {**short, "certificate_sha256": digests.get(hop.get("tls_certificate") or "")}
