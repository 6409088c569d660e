package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"

	"cardwallet/client"
)

const (
	fieldLimit = 200     // characters of one part of an entry
	lineLimit  = 1 << 16 // bytes; no line that Record writes is near it
	maxSeq     = 1 << 53 // what every reader of JSON can hold
)

// start is the hash that the first line follows.
var start = strings.Repeat("0", 2*sha256.Size)

// position is the end of the trail: how many entries it has, and the hash of the last.
type position struct {
	seq  int64
	hash string
}

// line is an entry as it is written. Its hash is the last member of the line, and is that of the line without it.
type line struct {
	Seq  int64     `json:"seq"`  // 1 for the first
	Prev string    `json:"prev"` // the hash of the line before
	Time time.Time `json:"time"`

	User    string `json:"user,omitempty"`
	Origin  string `json:"origin,omitempty"`
	TTY     string `json:"tty,omitempty"`
	Action  string `json:"action"`
	What    string `json:"what,omitempty"`
	Profile string `json:"profile,omitempty"`
	CardID  string `json:"card_id,omitempty"`
	Last4   string `json:"last4,omitempty"`
	OrderID string `json:"order_id,omitempty"`
	Account string `json:"account,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Detail  string `json:"detail,omitempty"`

	// For a repair of a torn line: the line before this one, which is no entry.
	TornBytes int    `json:"torn_bytes,omitempty"`
	TornHash  string `json:"torn_sha256,omitempty"`

	Hash string `json:"hash,omitempty"`
}

func newLine(e client.AuditEntry) line {
	return line{
		Time: e.At.UTC(), User: clean(e.User), Origin: clean(e.Origin), TTY: clean(e.TTY), Action: clean(string(e.Action)), What: clean(e.What),
		Profile: clean(e.Profile), CardID: clean(e.CardID), Last4: clean(e.Last4), OrderID: clean(e.OrderID), Account: clean(e.Account),
		Outcome: clean(string(e.Outcome)), Detail: clean(e.Detail),
	}
}

func (l line) entry() client.AuditEntry {
	return client.AuditEntry{
		At: l.Time, User: l.User, Origin: l.Origin, TTY: l.TTY, Action: client.AuditAction(l.Action), What: l.What, Profile: l.Profile,
		CardID: l.CardID, Last4: l.Last4, OrderID: l.OrderID, Account: l.Account, Outcome: client.AuditOutcome(l.Outcome), Detail: l.Detail,
	}
}

// clean makes text fit for a file that people read with cat: an id is the issuer's.
func clean(s string) string {
	count := 0
	return strings.Map(func(r rune) rune {
		if count++; count > fieldLimit {
			return -1
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// encode gives the line with its end, and its hash.
func (l line) encode() (text []byte, hash string, err error) {
	l.Hash = ""
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		return nil, "", err
	}
	body := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	hash = hashOf(body)
	text = append(bytes.TrimSuffix(body, []byte("}")), tail(hash)...)
	return append(text, '\n'), hash, nil
}

// tail is how a line with that hash ends.
func tail(hash string) string { return `,"hash":"` + hash + `"}` }

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// isHash reports whether s is a hash as it is written here.
func isHash(s string) bool {
	return len(s) == len(start) && strings.Trim(s, "0123456789abcdef") == ""
}

var (
	errNoEntry = errors.New("is no entry")
	errChanged = errors.New("was changed: its hash is not that of what it says")
)

// decode reads one line without its end. A line with errChanged is well-formed: what it says can be returned, and not be relied on.
func decode(text []byte) (line, error) {
	cut := len(text) - len(tail(start))
	if cut < 0 {
		return line{}, errNoEntry
	}
	var l line
	if err := json.Unmarshal(text, &l); err != nil || l.Seq < 1 || l.Seq > maxSeq || !isHash(l.Prev) || !isHash(l.Hash) {
		return line{}, errNoEntry
	}
	if string(text[cut:]) != tail(l.Hash) {
		return line{}, errNoEntry
	}
	body := append(bytes.Clone(text[:cut]), '}')
	if hashOf(body) != l.Hash {
		return l, errChanged
	}
	return l, nil
}

func (l line) position() position { return position{l.Seq, l.Hash} }
