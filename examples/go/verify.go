// Verifies organization tokens. In: a token. Out: its claims. It fetches only what is the same for all tokens (keys, and the status
// list every 15 seconds), and never asks about a token. Standard library only. Copy this, signature.go and
// published.go.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

const (
	leeway         = 5
	maxAge         = 3600
	maxTokenLength = 8192
)

// ErrRefused: the token must not be trusted, answer 401. Any other error: the token cannot be verified now, answer 503.
var ErrRefused = errors.New("refused")

func refuse(why string) error { return fmt.Errorf("%w: %s", ErrRefused, why) }

// Claims of a token. The pointers tell a claim that is missing from one that is zero.
type Claims struct {
	Iss, Aud, Sub, Email, Sid, Jti string
	OrgID                          string   `json:"org_id"`
	OrgSlug                        string   `json:"org_slug"`
	OrgRole                        string   `json:"org_role"`
	OrgPermissions                 []string `json:"org_permissions"`
	OrgPermissionsHash             *string  `json:"org_permissions_hash"`
	ClientID                       string   `json:"client_id"`
	AuthTime                       *int64   `json:"auth_time"`
	Amr                            []string `json:"amr"`
	Iat, Exp, Nbf                  *int64
	Status                         json.RawMessage
}

// Verify returns the claims of a token. Pass `org` if the request itself names an organization, else "".
func (v *Verifier) Verify(token, org string) (*Claims, error) {
	// Three base64url parts and one spelling of the signature: no padding, no white space, no unused bits.
	if len(token) > maxTokenLength || !canonical.MatchString(token) {
		return nil, refuse("not a compact JWS")
	}
	claims := &Claims{}
	if err := v.verifySignature(token, "at+jwt", claims); err != nil {
		return nil, err
	}
	if problem := v.findProblem(claims); problem != "" {
		return nil, refuse(problem + " is missing, malformed or not as expected")
	}
	if org != "" && claims.OrgID != org {
		return nil, refuse("for another organization")
	}
	if claims.Status != nil {
		if err := v.refuseRevoked(claims.Status); err != nil {
			return nil, err
		}
	}
	if claims.OrgPermissionsHash == nil {
		return claims, nil
	}
	permissions, err := v.sets.get(v.wellKnown+"/permission-sets/"+*claims.OrgPermissionsHash, forever)
	claims.OrgPermissions = permissions
	return claims, err
}

var (
	canonical = regexp.MustCompile(`\A[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]\z`)
	hashed    = regexp.MustCompile(`\Asha256-[\w-]{43}\z`)
	number    = regexp.MustCompile(`\A\d{1,9}\z`)
)

// The first invalid claim: a signature says who issued a token, not that it is complete, current or for us.
func (v *Verifier) findProblem(c *Claims) string {
	now := time.Now().Unix()
	person := strings.HasPrefix(c.Sub, "user_")
	// Aud is a string, so a list of audiences does not parse: another audience of the same token could use it here.
	for _, claim := range []struct {
		name string
		good bool
	}{
		{"iss", c.Iss == v.Issuer},
		{"aud", c.Aud == v.Audience},
		{"sub", person || strings.HasPrefix(c.Sub, "key_")},
		{"email or sid", !person || c.Email != "" && strings.HasPrefix(c.Sid, "sess_")},
		{"org_id", strings.HasPrefix(c.OrgID, "org_")},
		{"org_slug, org_role or client_id", c.OrgSlug != "" && c.OrgRole != "" && c.ClientID != ""},
		{"jti", strings.HasPrefix(c.Jti, "tok_")},
		{"iat", c.Iat != nil && *c.Iat <= now+leeway && *c.Iat >= now-maxAge-leeway},
		{"exp", c.Exp != nil && *c.Exp > now-leeway && c.Iat != nil && *c.Exp-*c.Iat <= maxAge},
		{"nbf", c.Nbf == nil || *c.Nbf <= now+leeway},
		{"org_permissions", (c.OrgPermissions == nil) != (c.OrgPermissionsHash == nil)},
		{"org_permissions_hash", c.OrgPermissionsHash == nil || hashed.MatchString(*c.OrgPermissionsHash)},
	} {
		if !claim.good {
			return claim.name
		}
	}
	return ""
}

func (v *Verifier) refuseRevoked(text json.RawMessage) error {
	var status struct {
		StatusList struct {
			Idx *int
			URI string
		} `json:"status_list"`
	}
	place := v.wellKnown + "/token-status/"
	err := json.Unmarshal(text, &status)
	idx, uri := status.StatusList.Idx, status.StatusList.URI
	if err != nil || idx == nil || !strings.HasPrefix(uri, place) || !number.MatchString(uri[len(place):]) {
		return refuse("status is malformed")
	}
	bits, err := v.lists.get(uri, forever)
	if err != nil {
		return err
	}
	if *idx < 0 || *idx >= len(bits)*8 {
		return refuse("not on its status list")
	}
	if bits[*idx/8]>>(*idx%8)&1 == 1 {
		return refuse("revoked")
	}
	return nil
}
