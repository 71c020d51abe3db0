"""Loads and caches what the issuer publishes."""

import hashlib
import json
import threading
import time
import urllib.request
from base64 import urlsafe_b64decode, urlsafe_b64encode

from jwt.algorithms import ECAlgorithm

TIMEOUT, RETRY = 3, 5


class Unavailable(Exception):
    """The token cannot be verified now: answer 503."""


def load_keys(url):
    keys = [key for key in json.loads(fetch(url))["keys"] if key.get("kty") == "EC" and key.get("crv") == "P-256"]
    return {key["kid"]: ECAlgorithm.from_jwk(key) for key in keys}, 600, time.time() + 600


def load_permission_set(uri):
    """A set is identified by its hash, so it never changes."""
    permissions = json.loads(fetch(uri))["permissions"]
    digest = hashlib.sha256("\n".join(sorted(permissions)).encode()).digest()
    if not uri.endswith("/sha256-" + urlsafe_b64encode(digest).rstrip(b"=").decode()):
        raise ValueError("a permission set that is not what its hash says")
    return permissions, float("inf"), float("inf")


def decode(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def fetch(url):
    with urllib.request.build_opener(NoRedirects).open(url, timeout=TIMEOUT) as response:
        return response.read(1 << 20)


class Memory:
    """What `load(url)` answered: (value, seconds until it is stale, time when it is useless). One load at a time, and after
    a failure at most one every five seconds."""

    def __init__(self, load):
        self.load, self.entries, self.lock = load, {}, threading.Lock()

    def get(self, url, max_age=float("inf")):
        with self.lock:
            value, tried, fresh, useless = self.entries.get(url, (None, 0, 0, 0))
            if time.time() - tried >= min(fresh, max_age):
                try:
                    value, fresh, useless = self.load(url)
                except Exception as error:  # an invalid answer must not be used, whatever is wrong with it
                    print(f"{url}: {error!r}", flush=True)
                    fresh = RETRY
                if len(self.entries) > 1000:
                    self.entries.clear()
                self.entries[url] = (value, time.time(), fresh, useless)
            if time.time() >= useless:
                raise Unavailable(f"{url} cannot be had")
            return value
