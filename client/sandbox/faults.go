package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
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

// finhubFaults are those that only FinHub can have.
var finhubFaults = []FaultKind{FaultGeneral, FaultGeneralAfter, FaultReverse, FaultTwice, FaultDialect, FaultTotal, FaultSealed,
	FaultReseal, FaultSecondCode, FaultReplace, FaultUntimed}

func (f Fault) check() error {
	if f.Issuer != "*" && f.Issuer != IssuerFinHub && f.Issuer != IssuerAurex && f.Issuer != IssuerLinora {
		return fmt.Errorf("fault for unknown issuer %q\nuse finhub, aurex, linora or *", f.Issuer)
	}
	if f.Path == "" {
		return fmt.Errorf("fault without a path\nuse * for every path")
	}
	if f.Count < 0 || f.Percent < 0 || f.Percent > 99 {
		return fmt.Errorf("fault strikes %d times, %d%%\na count is positive, a share is 1%% to 99%%", f.Count, f.Percent)
	}
	if f.Issuer != IssuerFinHub && slices.Contains(finhubFaults, f.Kind) {
		return fmt.Errorf("fault %s for %s\nonly finhub has one", f.Kind, f.Issuer)
	}
	switch f.Kind {
	case FaultLatency:
		if f.Delay <= 0 || f.Delay > time.Minute {
			return fmt.Errorf("fault latency of %s\nwrite it as latency=300ms, up to 1m", f.Delay)
		}
	case FaultSkew:
		if f.Delay == 0 {
			return fmt.Errorf("fault skew without a time\nwrite it as skew=-90s")
		}
	case FaultTooMany, FaultTooManyDate:
		if f.Delay < time.Second {
			return fmt.Errorf("fault %s after %s\nwrite it as %s=2s, whole seconds", f.Kind, f.Delay, f.Kind)
		}
	case FaultStatus, FaultStatusAfter, FaultProxy:
		if f.Status < 400 || f.Status > 599 {
			return fmt.Errorf("fault with status %d\nuse 400 to 599", f.Status)
		}
	case FaultRefuse, FaultRefuseAfter, FaultGeneral, FaultGeneralAfter, FaultReverse:
		return f.checkRefusal()
	case FaultOdd, FaultTotal, FaultCut:
		return f.checkOdd()
	case FaultSealed, FaultReseal, FaultSecondCode, FaultReplace, FaultUntimed:
		return f.checkCodes()
	case FaultDropBefore, FaultDropAfter, FaultRedirect, FaultHTML, FaultGarbage, FaultTruncated, FaultContentType, FaultHuge, FaultFail,
		FaultNullRecord, FaultNoData, FaultBOM, FaultDialect, FaultTwice:
	default:
		return fmt.Errorf("unknown fault %q\nuse one of %s", f.Kind, strings.Join(FaultWords, ", "))
	}
	return nil
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

// instead gives the answer of a fault that keeps the request from the issuer.
func instead(at *site, c *call, r *http.Request) (answer, bool) {
	for _, f := range c.faults {
		switch f.Kind {
		case FaultStatus:
			return tooMany(at.failure(f.Status, http.StatusText(f.Status)), f), true
		case FaultRefuse, FaultGeneral:
			return f.refusal(at), true
		case FaultTooMany, FaultTooManyDate:
			out := at.failure(http.StatusTooManyRequests, "Rate limit exceeded")
			out.header.Set("Retry-After", strconv.Itoa(int(f.Delay/time.Second)))
			if f.Kind == FaultTooManyDate {
				out.header.Set("Retry-After", c.now.Add(f.Delay).UTC().Format(http.TimeFormat))
			}
			return out, true
		case FaultRedirect:
			return answer{status: http.StatusTemporaryRedirect, header: http.Header{"Location": {location(f, r)}}}, true
		case FaultHTML, FaultProxy:
			return proxyPage(cmp.Or(f.Status, http.StatusBadGateway)), true
		default: // one that spoils what the issuer answers
		}
	}
	return answer{}, false
}

// proxyPage is what a proxy, a gateway or a web application firewall between the client and the issuer answers by itself.
func proxyPage(status int) answer {
	title := fmt.Sprint(status, " ", http.StatusText(status))
	page := "<html><head><title>" + title + "</title></head><body><center><h1>" + title + "</h1></center></body></html>\n"
	header := http.Header{"Content-Type": {"text/html"}}
	if status == http.StatusProxyAuthRequired {
		header.Set("Proxy-Authenticate", `Basic realm="proxy"`)
	}
	return answer{status: status, header: header, body: []byte(page)}
}

func location(f Fault, r *http.Request) string {
	if f.Location != "" {
		return f.Location
	}
	_, port, found := strings.Cut(r.Host, ":")
	if found {
		port = ":" + port
	}
	return "http://localhost" + port + r.URL.RequestURI()
}

// hugeBody is how much FaultHuge sends before the answer, in bytes.
const hugeBody = 64 << 20

// damage changes an answer on its way back.
func damage(at *site, c *call, out answer) answer {
	for _, f := range c.faults {
		switch f.Kind {
		case FaultStatusAfter:
			out = tooMany(at.failure(f.Status, http.StatusText(f.Status)), f)
		case FaultRefuseAfter, FaultGeneralAfter:
			out = f.refusal(at)
		case FaultGarbage:
			out.body = []byte("\x00\x1f\x8b{\"success\":tru\xff\xfe")
		case FaultTruncated:
			out.cut = true
		case FaultContentType:
			out.header.Set("Content-Type", "text/html; charset=utf-8")
		case FaultHuge:
			out.pad = hugeBody
		default:
			out.body = f.odd(out.body)
		}
	}
	return out
}
