"""Verifies organization tokens. In: a token. Out: its claims. It fetches only what is the same for all tokens (keys, and the status
list every 15 seconds), and never asks about a token. Needs PyJWT and cryptography. Copy this file and
published.py."""

import re
import time
import zlib

import jwt
from published import RETRY, Memory, decode, fetch, load_keys, load_permission_set

LEEWAY, MAX_AGE, MAX_LENGTH = 5, 3600, 8192
# Three base64url parts and one spelling of the signature: no padding, no white space, no unused bits.
CANONICAL = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]")
HASH = re.compile(r"sha256-[A-Za-z0-9_-]{43}")
# Headers that contain a key, locate one or change what is signed. The issuer's tokens have none of them.
FOREIGN = {"b64", "crit", "zip", "cty", "jku", "x5u", "jwk", "x5c"}
PREFIXES = {"org_id": "org_", "org_slug": "", "org_role": "", "client_id": "", "jti": "tok_"}


class Refused(Exception):
    """The token must not be trusted: answer 401. For published.Unavailable, 503."""


class Verifier:
    def __init__(self, issuer, audience):
        self.issuer, self.audience, self.well_known = issuer, audience, issuer + "/.well-known"
        self.keys, self.lists, self.sets = Memory(load_keys), Memory(self.load_status_list), Memory(load_permission_set)

    def verify(self, token, org=None):
        """Pass `org` if the request itself names an organization, for example in its path."""
        claims = self.verify_signature(token, "at+jwt", issuer=self.issuer, audience=self.audience)
        if problem := find_problem(claims, self.audience):
            raise Refused(f"{problem} is missing or malformed")
        if org is not None and claims["org_id"] != org:
            raise Refused("for another organization")
        if "status" in claims:
            self.refuse_revoked(claims["status"])
        if "org_permissions" not in claims:
            place = f"{self.well_known}/permission-sets/"
            claims["org_permissions"] = self.sets.get(place + claims["org_permissions_hash"])
        return claims

    def verify_signature(self, token, typ, **expected):
        if typ == "at+jwt" and (len(token) > MAX_LENGTH or not CANONICAL.fullmatch(token)):
            raise Refused("not a compact JWS")
        try:
            header = jwt.get_unverified_header(token)
            if not isinstance(header.get("typ"), str) or header["typ"].lower().removeprefix("application/") != typ:
                raise Refused("of another type")
            if header.get("alg") != "ES256" or FOREIGN & header.keys():
                raise Refused("the header is malformed")
            return jwt.decode(token, self.key(header.get("kid")), algorithms=["ES256"], leeway=LEEWAY, **expected)
        except (jwt.PyJWTError, ValueError, OverflowError, TypeError, RecursionError) as error:
            raise Refused(str(error)) from error

    def key(self, kid):
        url = self.well_known + "/jwks.json"
        # An unknown key may be new: fetch again, but not for every made-up key id.
        key = self.keys.get(url).get(kid) or self.keys.get(url, max_age=RETRY).get(kid)
        if key is None:
            raise Refused("signed by an unknown key")
        return key

    def refuse_revoked(self, status):
        reference = status.get("status_list") if isinstance(status, dict) else None
        idx, uri = (reference.get("idx"), reference.get("uri")) if isinstance(reference, dict) else (None, None)
        place = re.escape(self.well_known) + r"/token-status/[0-9]{1,9}"
        if not isinstance(uri, str) or not re.fullmatch(place, uri):
            raise Refused("status is malformed")
        bits = self.lists.get(uri)
        if type(idx) is not int or not 0 <= idx < len(bits) * 8:
            raise Refused("not on its status list")
        if bits[idx // 8] >> (idx % 8) & 1:
            raise Refused("revoked")

    # A list is used until its `exp` if no new one is available. After that tokens are refused, because an attacker who blocks the
    # list could otherwise keep a revoked token alive.
    def load_status_list(self, uri):
        payload = self.verify_signature(fetch(uri).decode(), "statuslist+jwt", options={"require": ["iat", "exp"]})
        if payload.get("sub") != uri or payload["status_list"]["bits"] != 1:
            raise ValueError("another list, or of an unknown kind")
        bits = zlib.decompressobj().decompress(decode(payload["status_list"]["lst"]), 1 << 20)
        # The age counts from when the list was made, because it may have waited in a cache. If the issuer's clock is behind
        # ours, the list is still kept for a second, to avoid a fetch for every request.
        fresh = payload["iat"] + (payload.get("ttl") or 15) - time.time()
        return bits, min(max(fresh, 1), 15), payload["exp"]


def find_problem(claims, audience):
    """The name of the first invalid claim: a signature says who issued a token, not that its claims are complete."""
    sub, iat, exp = claims.get("sub"), claims.get("iat"), claims.get("exp")
    # One audience only: another audience of the same token could use it here.
    if claims.get("aud") != audience:
        return "aud"
    if not is_text(sub, "user_") and not is_text(sub, "key_"):
        return "sub"
    personal = {"email": "", "sid": "sess_"} if sub.startswith("user_") else {}
    for name, prefix in {**PREFIXES, **personal}.items():
        if not is_text(claims.get(name), prefix):
            return name
    # PyJWT accepts "1700000000" and 1e308 as times, and has no maximum age.
    if type(iat) is not int or iat < time.time() - MAX_AGE - LEEWAY:
        return "iat"
    if type(exp) is not int or exp - iat > MAX_AGE:
        return "exp"
    if type(claims.get("auth_time", 0)) is not int:
        return "auth_time"
    if not is_texts(claims.get("amr", [])):
        return "amr"
    if ("org_permissions" in claims) == ("org_permissions_hash" in claims):
        return "org_permissions"
    named = claims.get("org_permissions_hash")
    known = is_text(named) and HASH.fullmatch(named) or is_texts(claims.get("org_permissions"))
    return None if known else "org_permissions"


def is_text(value, prefix=""):
    return isinstance(value, str) and len(value) > len(prefix) and value.startswith(prefix)


def is_texts(value):
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
