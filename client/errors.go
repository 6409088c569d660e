package client

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What can go wrong at an issuer. Every *Error is one of these (errors.Is).
var (
	ErrNotFound     = errors.New("not found")
	ErrNotAllowed   = errors.New("not allowed")              // bad or missing key or token, or an account that may not
	ErrReadOnly     = errors.New("the profile is read-only") // refused on this machine, by the config
	ErrRefused      = errors.New("refused by the issuer")    // a business rule: limits, a status that forbids it
	ErrInsufficient = errors.New("insufficient balance")
	ErrRateLimited  = errors.New("rate limited")
	ErrUnreachable  = errors.New("unreachable") // no connection, no answer in time, or the issuer answered 5xx
	ErrGarbage      = errors.New("unreadable answer")
	ErrUnsendable   = errors.New("cannot be sent") // stopped on this machine, by what the config holds: the cause says what
	ErrUnsupported  = errors.New("not offered by this issuer")
	ErrAmbiguous    = errors.New("more than one card")
	ErrUnknown      = errors.New("outcome unknown") // money may have moved
)

// FirstLine is what an error says, without the hints on the lines below.
func FirstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// Error is one failed request. Message is the issuer's own text and hostile until made safe; Error quotes it.
type Error struct {
	Kind       error // one of the sentinels above
	Profile    string
	Op         string // what was being done, lower case: "list cards"
	Status     int    // HTTP status, 0 when there was no answer
	Code       string // the issuer's code, empty where it has none
	Message    string
	Card       bool // one card was asked for, so that not found can mean that it is not there
	RequestID  string
	RetryAfter time.Duration // how long the issuer asked to wait; 0 when it did not say
	// NotSent is set when not one byte of the request left: a refused connection, failed TLS, no credentials, or it was refused here.
	NotSent bool
	// Untouched is set for a movement if the issuer's words are among the few that say that nothing was done. That alone does not make the
	// movement failed, since a gateway may report its second try: the journal asks the issuer.
	Untouched bool
	// Duplicate is set when the issuer says that it has the order already.
	Duplicate bool
	// Gateway is set when a proxy, a gateway or a firewall on the way answered and not the issuer: it says nothing about credentials.
	Gateway bool
	Hint    string // what to do; empty where the usual hint of the kind is right
	Cause   error
}

// Error gives one line: what failed, why, and the request id, then a hint on a line of its own where there is one.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Profile != "" {
		b.WriteString(e.Profile + ": ")
	}
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	b.WriteString(e.Kind.Error())
	if e.Message != "" {
		fmt.Fprintf(&b, ": the issuer says %q", e.Message)
	} else if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	var facts []string
	if e.Status != 0 {
		facts = append(facts, fmt.Sprintf("http %d", e.Status))
	}
	if e.Code != "" {
		facts = append(facts, fmt.Sprintf("code %q", e.Code))
	}
	if e.RequestID != "" {
		facts = append(facts, fmt.Sprintf("request %q", e.RequestID))
	}
	if len(facts) > 0 {
		b.WriteString(" (" + strings.Join(facts, ", ") + ")")
	}
	if hint := e.hint(); hint != "" {
		b.WriteString("\n" + hint)
	}
	return b.String()
}

// Is matches the kind; ErrInsufficient is also a refusal.
func (e *Error) Is(target error) bool {
	return target == e.Kind || target == ErrRefused && e.Kind == ErrInsufficient
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) hint() string {
	switch {
	case e.Hint != "":
		return e.Hint
	case e.Gateway && e.Status < 500:
		return e.gatewayHint()
	}
	switch e.Kind { // one of the sentinels, never wrapped
	case ErrNotAllowed:
		return "check the profile's credentials with: cardwallet doctor"
	case ErrInsufficient:
		return "see what is there with: cardwallet balances"
	case ErrRateLimited:
		if e.RetryAfter > 0 {
			return fmt.Sprintf("wait %s and try again", e.RetryAfter.Round(time.Second))
		}
		return "wait a minute and try again"
	case ErrUnreachable:
		if e.Status >= 500 {
			return "that is trouble at the issuer, or on the way there: try again later"
		}
		return "check the network and base_url, then try again"
	case ErrGarbage:
		return "check base_url; --debug FILE logs what was asked and how it was answered"
	case ErrNotFound:
		if !e.Card {
			return "check base_url, and the ids that you gave"
		}
		return "list what there is with: cardwallet cards"
	case ErrRefused:
		if e.Status != 0 { // else it was refused here, and the cause says why
			return "nothing was changed; --debug FILE logs what was asked and how it was answered"
		}
	}
	return ""
}

func (e *Error) gatewayHint() string {
	const hint = "check the network, its proxy or firewall, and base_url"
	switch e.Status {
	case http.StatusProxyAuthRequired:
		return "the proxy asks for a name and a password: give them in HTTPS_PROXY"
	case http.StatusUnauthorized:
		return hint + "; if it was the issuer, the profile's credentials with: cardwallet doctor"
	}
	return hint + "; --debug FILE logs what was asked and how it was answered"
}

// RetryAfter is how long the issuer asked to wait, from 0 to 24 h.
func RetryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

// BadCredentials reports whether err is the issuer's word that a key, token or password is wrong. Status 403 does not count, and neither
// does a page for people: proxies and firewalls on the way send those, too.
func BadCredentials(err error) bool {
	var e *Error
	return errors.As(err, &e) && errors.Is(e, ErrNotAllowed) && e.Status != http.StatusForbidden && !e.Gateway
}

// NotSent reports whether err proves that a request never left, so that sending it again cannot do it twice.
func NotSent(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.NotSent
}
