package sandbox

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// The faults. Those before applying leave the world as it was; those after applying come when the movement is made.
const (
	FaultLatency      FaultKind = "latency"       // Delay before it is carried out, which it is even when the client leaves meanwhile
	FaultDropBefore   FaultKind = "drop-before"   // the connection breaks before applying
	FaultDropAfter    FaultKind = "drop-after"    // the connection breaks after applying
	FaultStatus       FaultKind = "status"        // an HTTP error Status with the issuer's error body, before applying
	FaultStatusAfter  FaultKind = "status-after"  // the same after applying
	FaultRefuse       FaultKind = "refuse"        // a refusal with Text in the issuer's own form, before applying
	FaultRefuseAfter  FaultKind = "refuse-after"  // the same after applying
	FaultGeneral      FaultKind = "general"       // FinHub's general error form with Status, before applying
	FaultGeneralAfter FaultKind = "general-after" // the same after applying
	FaultTooMany      FaultKind = "429"           // 429 with Retry-After in seconds (Delay), before applying
	FaultTooManyDate  FaultKind = "429-date"      // 429 with Retry-After as a date (Delay from now), before applying
	FaultRedirect     FaultKind = "redirect"      // 307 to Location, before applying
	FaultHTML         FaultKind = "html"          // a proxy's 502 page in HTML, before applying
	FaultProxy        FaultKind = "proxy"         // the page in HTML of a proxy or firewall on the way, with an error Status, before applying
	FaultGarbage      FaultKind = "garbage"       // 200 with a body that is not JSON, after applying
	FaultTruncated    FaultKind = "truncated"     // the connection breaks in the middle of the body, after applying
	FaultContentType  FaultKind = "content-type"  // the right body called text/html, after applying
	FaultHuge         FaultKind = "huge"          // a body of 64 MiB, after applying
	FaultFail         FaultKind = "fail"          // the operation is accepted and ends in failure
	FaultReverse      FaultKind = "reverse"       // a movement of money succeeds at FinHub and is undone Delay later
	FaultSkew         FaultKind = "skew"          // the Date header is off by Delay, which may be negative
	FaultTwice        FaultKind = "twice"         // FinHub lists what is settled a second time, as it was when it was authorized
	FaultDialect      FaultKind = "dialect"       // FinHub answers with the field names of its generated pages
	FaultOdd          FaultKind = "odd"           // Member of the first record of a list, or of the object, is JSON, after applying
	FaultNullRecord   FaultKind = "null-record"   // the first record of a list is null, after applying
	FaultCut          FaultKind = "cut"           // a list has the first Records only, whatever it says of its length, after applying
	FaultTotal        FaultKind = "total"         // the total of a FinHub list is JSON, after applying
	FaultNoData       FaultKind = "no-data"       // success without data, after applying
	FaultSealed       FaultKind = "sealed"        // Member of FinHub's sealed values holds Text
	FaultReseal       FaultKind = "reseal"        // FinHub seals its codes anew for each answer
	FaultSecondCode   FaultKind = "second-code"   // FinHub lists two codes for each purchase, which differ in their value alone
	FaultReplace      FaultKind = "replace"       // FinHub puts another value in the place of a code, Delay after it was raised
	FaultUntimed      FaultKind = "untimed"       // FinHub's codes have no times
	FaultBOM          FaultKind = "bom"           // a byte order mark stands before the answer, after applying
)

// Fault is one thing that goes wrong for the requests that it matches.
type Fault struct {
	Issuer string // "finhub", "aurex", "linora", or "*" for each
	// Path is matched against the path below the base URL, whole or from any slash on: "/card/deposit" and "/deposit" both
	// match FinHub's deposit. "*" in it stands for any characters, alone for every path. FinHub's logins end in "/login"
	// and "/sessions".
	Path string
	Kind FaultKind
	// Count is how many requests it strikes before it is spent; 0 strikes for ever.
	Count int
	// Percent, from 1 to 99, strikes that share of the matching requests; 0 strikes each.
	Percent int

	Delay    time.Duration // of latency, skew, reverse, replace, and Retry-After (at least 1 s, whole seconds)
	Status   int           // of status, status-after, proxy, general, general-after, and perhaps of refuse and refuse-after
	Text     string        // of refuse, refuse-after and sealed, and perhaps of general and general-after
	Location string        // of redirect; empty is this same server under the name localhost
	Member   string        // of sealed and odd; a member of a member is written with dots: balanceInfo.amount
	JSON     string        // of odd and total: the value, as it stands in the answer
	Records  int           // of cut
}

// SetFault adds a fault. Faults stay until they are spent or ClearFaults is called; several may strike one request.
func (s *Sandbox) SetFault(f Fault) error {
	if err := f.check(); err != nil {
		return err
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = append(s.faults.all, &f)
	return nil
}

// ClearFaults removes all faults.
func (s *Sandbox) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = nil
}

type faultSet struct {
	mu  sync.Mutex
	all []*Fault
	rng *rand.Rand
	now func() time.Time
}

func newFaultSet(seed uint64, now func() time.Time) *faultSet {
	return &faultSet{rng: rand.New(rand.NewPCG(seed, 0xfa17)), now: now}
}

// take returns the faults that strike a request and counts them.
func (s *faultSet) take(issuer, path string) []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var struck []Fault
	kept := s.all[:0]
	for _, f := range s.all {
		if f.matches(issuer, path) && (f.Percent == 0 || s.rng.IntN(100) < f.Percent) {
			struck = append(struck, *f)
			if f.Count == 1 {
				continue // spent
			}
			if f.Count > 1 {
				f.Count--
			}
		}
		kept = append(kept, f)
	}
	s.all = kept
	return struck
}

func (f *Fault) matches(issuer, path string) bool {
	if f.Issuer != "*" && f.Issuer != issuer {
		return false
	}
	for from := range path {
		if path[from] == '/' && glob(f.Path, path[from:]) {
			return true
		}
	}
	return glob(f.Path, path)
}

// glob matches s with pattern, in which * stands for any characters.
func glob(pattern, s string) bool {
	matches, err := regexp.MatchString("(?s)^"+strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")+"$", s)
	return matches && err == nil
}
