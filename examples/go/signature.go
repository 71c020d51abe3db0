// Checks that a text is a token that the issuer signed with a published key.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"time"
)

// Algorithm and type are fixed here, and keys come from the issuer's one URL: a token cannot choose how it is verified.
func (v *Verifier) verifySignature(token, typ string, payload any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return refuse("not a compact JWS")
	}
	var header struct{ Alg, Typ, Kid string }
	var all map[string]json.RawMessage
	if readPart(parts[0], &header) != nil || readPart(parts[0], &all) != nil || header.Alg != "ES256" {
		return refuse("the header is malformed")
	}
	// Headers that contain a key, locate one or change what is signed. The issuer's tokens have none of them.
	for _, name := range []string{"b64", "crit", "zip", "cty", "jku", "x5u", "jwk", "x5c"} {
		if _, found := all[name]; found {
			return refuse("the header is malformed")
		}
	}
	if strings.TrimPrefix(strings.ToLower(header.Typ), "application/") != typ {
		return refuse("of another type")
	}
	key, err := v.key(header.Kid)
	if err != nil {
		return err
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return refuse("the signature is malformed")
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(key, digest[:], r, s) {
		return refuse("the signature does not verify")
	}
	if readPart(parts[1], payload) != nil {
		return refuse("a claim is malformed")
	}
	return nil
}

func readPart(part string, value any) error {
	text, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}

func (v *Verifier) key(kid string) (*ecdsa.PublicKey, error) {
	// An unknown key may be new: fetch again, but not for every made-up key id.
	for _, age := range []time.Duration{keysFresh, retry} {
		keys, err := v.keys.get(v.wellKnown+"/jwks.json", age)
		if err != nil {
			return nil, err
		}
		if key := keys[kid]; key != nil {
			return key, nil
		}
	}
	return nil, refuse("signed by an unknown key")
}

func loadKeys(url string) (answer[map[string]*ecdsa.PublicKey], error) {
	var set struct {
		Keys []struct{ Kty, Crv, Kid, X, Y string }
	}
	keys := map[string]*ecdsa.PublicKey{}
	err := fetchJSON(url, &set)
	for _, jwk := range set.Keys {
		x, errX := base64.RawURLEncoding.DecodeString(jwk.X)
		y, errY := base64.RawURLEncoding.DecodeString(jwk.Y)
		key := &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y)}
		if jwk.Kty != "EC" || jwk.Crv != "P-256" || jwk.Kid == "" || errX != nil || errY != nil {
			continue
		}
		if _, notOnCurve := key.ECDH(); notOnCurve == nil {
			keys[jwk.Kid] = key
		}
	}
	return answer[map[string]*ecdsa.PublicKey]{keys, keysFresh, time.Now().Add(keysFresh)}, err
}
