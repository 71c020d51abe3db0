// A complete backend of another company: notes that belong to organizations. It stores neither users nor organizations; the token
// says who may do what. Run it:
//
//	cd examples/go && ISSUER=http://localhost:3000 PORT=4003 go run .
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"sync"
)

type note struct {
	ID        int    `json:"id"`
	Text      string `json:"text"`
	CreatedBy string `json:"created_by"`
}

var (
	verifier *Verifier
	lock     sync.Mutex
	notes    = map[string][]note{}
	bearer   = regexp.MustCompile(`(?i)\ABearer +(\S+)\z`)
)

func main() {
	issuer := setting("ISSUER", "http://localhost:3000")
	verifier = NewVerifier(issuer, setting("AUDIENCE", issuer))
	listener, err := net.Listen("tcp", "127.0.0.1:"+setting("PORT", "4003"))
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/notes", serve)
	fmt.Printf("Notes on http://%s, for tokens of %s\n", listener.Addr(), issuer)
	log.Fatal(http.Serve(listener, nil))
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func serve(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		if claims := allow(w, r, "org:members:read"); claims != nil {
			lock.Lock()
			defer lock.Unlock()
			respond(w, 200, map[string]any{"data": append([]note{}, notes[claims.OrgID]...)})
		}
	case http.MethodPost:
		if claims := allow(w, r, "org:members:write"); claims != nil {
			create(w, r, claims)
		}
	default:
		w.Header().Set("Allow", "GET, POST")
		respond(w, 405, map[string]any{"error": "method_not_allowed"})
	}
}

func create(w http.ResponseWriter, r *http.Request, claims *Claims) {
	var body struct{ Text string }
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&body) != nil {
		respond(w, 400, map[string]any{"error": "bad_request"})
		return
	}
	if body.Text == "" {
		respond(w, 422, map[string]any{"error": "text_required"})
		return
	}
	lock.Lock()
	defer lock.Unlock()
	// The organization comes from the token, whatever else the request says.
	own := notes[claims.OrgID]
	made := note{len(own) + 1, body.Text, claims.Sub}
	notes[claims.OrgID] = append(own, made)
	respond(w, 201, made)
}

// The claims of a caller who may do this. Otherwise nil, and the answer has been written.
func allow(w http.ResponseWriter, r *http.Request, permission string) *Claims {
	match := bearer.FindStringSubmatch(r.Header.Get("Authorization"))
	if match == nil {
		w.Header().Set("WWW-Authenticate", "Bearer")
		respond(w, 401, map[string]any{})
		return nil
	}
	claims, err := verifier.Verify(match[1], "")
	switch {
	case errors.Is(err, ErrRefused):
		challenge(w, 401, "invalid_token", "The token is not valid here.", "")
	case err != nil:
		w.Header().Set("Retry-After", "5")
		respond(w, 503, map[string]any{"error": "temporarily_unavailable"})
	case !slices.Contains(claims.OrgPermissions, permission):
		challenge(w, 403, "insufficient_scope", "This needs "+permission+".", permission)
	default:
		return claims
	}
	return nil
}

// RFC 6750: WWW-Authenticate says what is missing, and so does the body.
func challenge(w http.ResponseWriter, status int, problem, description, permission string) {
	details := fmt.Sprintf("Bearer error=%q, error_description=%q", problem, description)
	body := map[string]any{"error": problem, "description": description}
	if permission != "" {
		details += fmt.Sprintf(", scope=%q", permission)
		body["permission"] = permission
	}
	w.Header().Set("WWW-Authenticate", details)
	respond(w, status, body)
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
