"""Servers' certificates: about 2 kB a kept page, and the same for all pages of a site, so they are kept once."""

import hashlib
import ssl
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_new_rows
from monitor.store.db.schema import CertificateRow


def short_fetch_record(connection: Connection, fetch: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a fetch as a visit keeps it: digests in the place of certificates (PEM), which get their own rows.

    Each hop has `certificate_sha256` for `tls_certificate`, and digests in the `chain` of its `tls`.
    """
    if "hops" not in fetch:
        return dict(fetch)
    pems = {pem for hop in fetch["hops"] for pem in [hop.get("tls_certificate"), *_chain(hop)] if pem}
    digests = {pem: hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() for pem in pems}
    insert_new_rows(connection, CertificateRow, [{"sha256": sha256, "pem": pem} for pem, sha256 in digests.items()])
    return {**fetch, "hops": [_short_hop(hop, digests) for hop in fetch["hops"]]}


def _short_hop(hop: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    short = {name: value for name, value in hop.items() if name != "tls_certificate"}
    short["certificate_sha256"] = digests.get(hop.get("tls_certificate") or "")
    if hop.get("tls"):
        short["tls"] = {**hop["tls"], "chain": [digests[pem] for pem in _chain(hop)]}
    return short


def _chain(hop: Mapping[str, Any]) -> list[str]:
    return (hop.get("tls") or {}).get("chain") or []
