// Loads what the issuer publishes and caches it: keys, status lists, permission sets.
package main

import (
	"bytes"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"
)

const (
	keysFresh = 10 * time.Minute
	retry     = 5 * time.Second
	forever   = 100 * 365 * 24 * time.Hour
	maxBytes  = 1 << 20
)

// Verifier of the tokens of one issuer, for one audience.
type Verifier struct {
	Issuer, Audience, wellKnown string
	keys                        *memory[map[string]*ecdsa.PublicKey]
	lists                       *memory[[]byte]
	sets                        *memory[[]string]
}

func NewVerifier(issuer, audience string) *Verifier {
	v := &Verifier{Issuer: issuer, Audience: audience, wellKnown: issuer + "/.well-known"}
	v.keys, v.lists, v.sets = newMemory(loadKeys), newMemory(v.loadStatusList), newMemory(loadPermissionSet)
	return v
}

// A list is used until its `exp` if no new one is available. After that tokens are refused, because an attacker who blocks the
// list could otherwise keep a revoked token alive.
func (v *Verifier) loadStatusList(uri string) (none answer[[]byte], err error) {
	var list struct {
		Sub        string
		Iat, Exp   int64
		TTL        int64
		StatusList struct {
			Bits int
			Lst  string
		} `json:"status_list"`
	}
	token, err := fetch(uri)
	if err != nil {
		return none, err
	}
	if err := v.verifySignature(string(token), "statuslist+jwt", &list); err != nil {
		return none, err
	}
	if list.Sub != uri || list.StatusList.Bits != 1 || list.Exp <= time.Now().Unix() {
		return none, errors.New("another status list, an old one, or of an unknown kind")
	}
	packed, err := base64.RawURLEncoding.DecodeString(list.StatusList.Lst)
	if err != nil {
		return none, err
	}
	reader, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return none, err
	}
	bits, err := io.ReadAll(io.LimitReader(reader, maxBytes))
	if list.TTL <= 0 {
		list.TTL = 15
	}
	// The age counts from when the list was made, because it may have waited in a cache. If the issuer's clock is behind ours,
	// the list is still kept for a second, to avoid a fetch for every request.
	fresh := time.Until(time.Unix(list.Iat+list.TTL, 0))
	return answer[[]byte]{bits, min(max(fresh, time.Second), 15*time.Second), time.Unix(list.Exp, 0)}, err
}

// A set is identified by its hash, so it never changes.
func loadPermissionSet(uri string) (none answer[[]string], err error) {
	var set struct{ Permissions []string }
	if err := fetchJSON(uri, &set); err != nil {
		return none, err
	}
	sort.Strings(set.Permissions)
	digest := sha256.Sum256([]byte(strings.Join(set.Permissions, "\n")))
	if !strings.HasSuffix(uri, "/sha256-"+base64.RawURLEncoding.EncodeToString(digest[:])) {
		return none, errors.New("a permission set that is not what its hash says")
	}
	return answer[[]string]{set.Permissions, forever, time.Now().Add(forever)}, nil
}

var client = http.Client{
	Timeout:       3 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func fetch(url string) ([]byte, error) {
	response, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, maxBytes))
}

func fetchJSON(url string, value any) error {
	text, err := fetch(url)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}

// An answer, until when it is fresh, and when it must no longer be used.
type answer[T any] struct {
	value   T
	fresh   time.Duration
	useless time.Time
}

type entry[T any] struct {
	answer[T]
	tried time.Time
}

// A memory loads one thing at a time, and after a failure at most every five seconds.
type memory[T any] struct {
	load    func(url string) (answer[T], error)
	entries map[string]entry[T]
	lock    sync.Mutex
}

func newMemory[T any](load func(string) (answer[T], error)) *memory[T] {
	return &memory[T]{load: load, entries: map[string]entry[T]{}}
}

func (m *memory[T]) get(url string, maxAge time.Duration) (T, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	known := m.entries[url]
	if time.Since(known.tried) >= min(known.fresh, maxAge) {
		loaded, err := m.load(url)
		if err == nil {
			known.answer = loaded
		} else {
			log.Printf("%s: %v", url, err)
			known.fresh = retry
		}
		if len(m.entries) > 1000 {
			clear(m.entries)
		}
		known.tried = time.Now()
		m.entries[url] = known
	}
	if !time.Now().Before(known.useless) {
		return known.value, errors.New(url + " cannot be had")
	}
	return known.value, nil
}
