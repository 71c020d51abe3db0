// Reads vectors as ../vectors.mjs writes them and prints what this verifier decides, a line of JSON for each:
//
//	VECTORS=vectors.json go test -v .
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

func TestVectors(t *testing.T) {
	file := os.Getenv("VECTORS")
	if file == "" {
		t.Skip("VECTORS names no file")
	}
	var vectors struct {
		Issuer, Audience string
		Cases            []struct {
			Group, Name, Token string
			ExpectedOrg        string `json:"expected_org"`
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(text, &vectors) != nil {
		t.Fatal("no vectors in ", file)
	}
	verifier := NewVerifier(vectors.Issuer, vectors.Audience)
	for _, one := range vectors.Cases {
		decision := map[string]any{"group": one.Group, "name": one.Name, "accepted": false}
		claims, err := verifier.Verify(one.Token, one.ExpectedOrg)
		if err == nil {
			decision["accepted"], decision["jti"] = true, claims.Jti
			decision["permission_count"] = len(claims.OrgPermissions)
		} else {
			decision["why"] = err.Error()
		}
		line, _ := json.Marshal(decision)
		fmt.Println(string(line))
	}
}
