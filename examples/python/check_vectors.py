"""Reads vectors as ../vectors.mjs writes them and prints what this verifier decides, a line of JSON for each:
python3 examples/python/check_vectors.py vectors.json"""

import json
import sys

from published import Unavailable
from verify import Refused, Verifier

with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)
verifier = Verifier(vectors["issuer"], vectors["audience"])
sys.stdout, lines = sys.stderr, sys.stdout
for case in vectors["cases"]:
    try:
        claims = verifier.verify(case["token"], org=case.get("expected_org"))
        decision = {"accepted": True, "jti": claims["jti"], "permission_count": len(claims["org_permissions"])}
    except (Refused, Unavailable) as error:
        decision = {"accepted": False, "why": f"{type(error).__name__}: {error}"}
    print(json.dumps({"group": case["group"], "name": case["name"], **decision}), file=lines)
