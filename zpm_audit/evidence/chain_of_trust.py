"""Whether a certificate for time stamps leads to an authority that the user trusts.

Only the given authority counts: a certificate that comes along with an answer helps to find the way to it, and is
trusted for nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

#: Longer than this no chain of an authority is.
_LONGEST = 6


def leads_to(signer: Any, others: Sequence[Any], root: Any, moment: datetime) -> bool:
    """Tell whether a signer of time stamps leads to a root, all of it valid at a moment."""
    if not _may_stamp(signer):
        return False
    reached = [signer]
    for _ in range(_LONGEST):
        if any(_issued(one, root, moment) or one == root for one in reached):
            return _valid(root, moment)
        reached = [other for other in others for one in reached if other != one and _issued(one, other, moment)]
    return False


def _issued(child: Any, parent: Any, moment: datetime) -> bool:
    """Tell whether a certificate was issued by another that may issue, both valid at a moment."""
    from cryptography.exceptions import InvalidSignature

    if not (_valid(child, moment) and _valid(parent, moment) and _may_issue(parent)):
        return False
    try:
        child.verify_directly_issued_by(parent)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _valid(certificate: Any, moment: datetime) -> bool:
    return bool(certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc)


def _may_issue(certificate: Any) -> bool:
    from cryptography import x509

    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return bool(basic.ca)
    return bool(basic.ca and usage.key_cert_sign)


def _may_stamp(certificate: Any) -> bool:
    """Tell whether a certificate is for time stamps and nothing else, as RFC 3161 asks."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return bool(found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING])
