package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// FaultUsage is the form of what ParseFault reads.
const FaultUsage = "ISSUER:PATH:FAULT[=VALUE][:COUNT | :PERCENT%]"

// FaultWords are what FAULT in FaultUsage can be.
var FaultWords = []string{
	"latency=DURATION", "drop-before", "drop-after", "429=DURATION", "429-date=DURATION", "5xx", "5xx-after", "status=NNN",
	"status-after=NNN", "refuse=[NNN ]TEXT", "refuse-after=[NNN ]TEXT", "general=NNN[ TEXT]", "general-after=NNN[ TEXT]", "redirect[=URL]",
	"html", "proxy=NNN",
	"garbage", "truncated", "content-type", "huge", "fail", "reverse[=DURATION]", "skew=DURATION", "dialect", "twice",
	"odd=MEMBER:JSON", "null-record", "cut[=RECORDS]", "total=JSON", "no-data", "bom",
	"sealed=MEMBER:TEXT", "reseal", "second-code", "replace[=DURATION]", "untimed",
}

// howOften is the optional last part: a count, or a share of the matching requests.
var howOften = regexp.MustCompile(`^(.+):([0-9]+)(%?)$`)

// ParseFault reads a fault as a command line gives it, in the form of FaultUsage.
//
// ISSUER is finhub, aurex, linora or *. PATH is as in [Fault]. Without COUNT or PERCENT% each matching request is struck.
// FAULT is one of [FaultWords]; what each does is said at its constant, such as [FaultLatency]. Without a value 429 and 429-date
// wait 1s, reverse 5s, replace 20s, cut keeps 10 records, and redirect leads to this server under the name localhost. 5xx is status=500,
// and 5xx-after status-after=500.
//
// Examples: finhub:/card/deposit:drop-after:1, aurex:*:429=2s:3, *:*:latency=300ms:20%, finhub:*:skew=-90s.
// A URL whose port comes last needs a slash after it, so that the port is not taken for a count.
func ParseFault(text string) (Fault, error) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 || parts[2] == "" {
		return Fault{}, fmt.Errorf("fault %q is incomplete\nwrite it as %s, for example finhub:/card/deposit:drop-after:1", text, FaultUsage)
	}
	f := Fault{Issuer: parts[0], Path: parts[1]}
	what := parts[2]
	if m := howOften.FindStringSubmatch(what); m != nil && !endsInJSON(what) && !endsInSealed(what) {
		n, err := strconv.Atoi(m[2])
		if err != nil || n == 0 || m[3] == "%" && n > 99 {
			return Fault{}, fmt.Errorf("fault %q strikes %s%s\na count is 1 or more, a share is 1%% to 99%%", text, m[2], m[3])
		}
		what = m[1]
		if m[3] == "%" {
			f.Percent = n
		} else {
			f.Count = n
		}
	}
	word, value, valued := strings.Cut(what, "=")
	if err := f.describe(word, value, valued); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	if err := f.check(); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	return f, nil
}

// delays are what faults have that may stand without a time.
var delays = map[FaultKind]time.Duration{
	FaultTooMany: time.Second, FaultTooManyDate: time.Second, FaultReverse: 5 * time.Second, FaultReplace: 20 * time.Second,
}

func (f *Fault) describe(word, value string, valued bool) error {
	f.Kind = FaultKind(word)
	var err error
	switch f.Kind {
	case FaultLatency, FaultSkew, FaultTooMany, FaultTooManyDate, FaultReverse, FaultReplace:
		var known bool
		if f.Delay, known = delays[f.Kind]; valued || !known {
			f.Delay, err = time.ParseDuration(value)
		}
	case FaultSealed:
		f.readSealed(value)
	case FaultRefuse, FaultRefuseAfter, FaultGeneral, FaultGeneralAfter:
		f.readRefusal(value)
	case FaultStatus, FaultStatusAfter, FaultProxy:
		f.Status, err = strconv.Atoi(value)
	case FaultRedirect:
		f.Location = value
		if valued && !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "https://") {
			return fmt.Errorf("cannot redirect to %q\nuse a URL that starts with http:// or https://", value)
		}
	case FaultOdd:
		f.Member, f.JSON, _ = strings.Cut(value, ":")
	case FaultTotal:
		f.JSON = value
	case FaultCut:
		f.Records = 10
		if valued {
			f.Records, err = strconv.Atoi(value)
		}
	case "5xx":
		f.Kind, f.Status = FaultStatus, 500
	case "5xx-after":
		f.Kind, f.Status = FaultStatusAfter, 500
	default:
		if valued {
			return fmt.Errorf("%q takes no value, or is unknown\nuse one of %s", word, strings.Join(FaultWords, ", "))
		}
	}
	if err != nil {
		return fmt.Errorf("%q is not a value of %s\nuse one of %s", value, word, strings.Join(FaultWords, ", "))
	}
	return nil
}
