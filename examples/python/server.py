"""A complete backend of another company: notes that belong to organizations. It stores neither users nor organizations; the token
says who may do what. Needs `apt-get install python3-jwt python3-cryptography` (or PyJWT by pip). Run it:
ISSUER=http://localhost:3000 PORT=4002 python3 examples/python/server.py"""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from published import Unavailable
from verify import Refused, Verifier

ISSUER = os.environ.get("ISSUER", "http://localhost:3000")
verifier = Verifier(ISSUER, os.environ.get("AUDIENCE", ISSUER))
notes = {}


class Backend(BaseHTTPRequestHandler):
    def do_GET(self):
        if claims := self.allow("org:members:read"):
            self.answer(200, {"data": notes.get(claims["org_id"], [])})

    def do_POST(self):
        # Read the body first: closing a connection with an unread body resets it, and the caller would not see the answer.
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,5}", length):
            return self.answer(413, {"error": "too_large"})
        content = self.rfile.read(int(length))
        claims = self.allow("org:members:write")
        if not claims:
            return
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            return self.answer(400, {"error": "bad_request"})
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str) or text == "":
            return self.answer(422, {"error": "text_required"})
        # The organization comes from the token, whatever else the request says.
        own = notes.setdefault(claims["org_id"], [])
        note = {"id": len(own) + 1, "text": text, "created_by": claims["sub"]}
        own.append(note)
        self.answer(201, note)

    def allow(self, permission):
        """The claims of a caller who may do this. Otherwise None, and the answer has been written."""
        if self.path != "/notes":
            return self.answer(404, {"error": "not_found"})
        match = re.fullmatch(r"Bearer +(\S+)", self.headers.get("Authorization", ""), re.IGNORECASE)
        if not match:
            return self.challenge(401)
        try:
            claims = verifier.verify(match[1])
        except Refused:
            return self.challenge(401, "invalid_token", "The token is not valid here.")
        except Unavailable:
            return self.answer(503, {"error": "temporarily_unavailable"}, {"Retry-After": "5"})
        if permission not in claims["org_permissions"]:
            return self.challenge(403, "insufficient_scope", f"This needs {permission}.", permission)
        return claims

    def challenge(self, status, error=None, description=None, permission=None):
        """RFC 6750: WWW-Authenticate says what is missing, and so does the body."""
        scope = f', scope="{permission}"' if permission else ""
        details = f' error="{error}", error_description="{description}"{scope}' if error else ""
        said = {"error": error, "description": description, "permission": permission}
        body = {name: value for name, value in said.items() if value}
        self.answer(status, body, {"WWW-Authenticate": f"Bearer{details}"})

    def answer(self, status, body, headers=None):
        content = json.dumps(body).encode()
        self.send_response(status)
        fixed = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        for name, value in {**fixed, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


ThreadingHTTPServer.request_queue_size = 128  # five callers at once are not many
server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "4002"))), Backend)
print(f"Notes on http://127.0.0.1:{server.server_address[1]}, for tokens of {ISSUER}", flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(0)
