package sandbox

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// FaultUsage is the form of what ParseFault reads.
const FaultUsage = "ISSUER:PATH:FAULT[=VALUE][:COUNT | :PERCENT%]"

// shortWords stand for faults that are often wanted.
var shortWords = map[string]string{"5xx": "status=500", "5xx-after": "status-after=500"}

// statusAndText is the value of the faults that refuse: a status, a text, or both.
var statusAndText = regexp.MustCompile(`^(?:([0-9]{3})(?: |$))?(.*)$`)

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
	m := howOften.FindStringSubmatch(parts[2])
	if m != nil && f.describe(m[1]) != nil {
		if r, err := ruleOf(f.Kind); err == nil && strings.Contains(r.form, ":") { // a number that ends the value, as in odd=amount:12
			m = nil
		}
	}
	if m == nil {
		m = []string{"", parts[2], "", ""}
	}
	n, err := strconv.Atoi(cmp.Or(m[2], "1"))
	if err != nil || n == 0 || m[3] == "%" && n > 99 {
		return Fault{}, fmt.Errorf("fault %q strikes %s%s\na count is 1 or more, a share is 1%% to 99%%", text, m[2], m[3])
	}
	switch {
	case m[3] == "%":
		f.Percent = n
	case m[2] != "":
		f.Count = n
	}
	err = f.describe(m[1])
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	return f, nil
}

// describe reads FAULT[=VALUE].
func (f *Fault) describe(what string) error {
	word, text, valued := strings.Cut(cmp.Or(shortWords[what], what), "=")
	r, err := ruleOf(FaultKind(word))
	if err != nil {
		return err
	}
	f.Kind = r.kind
	if valued && (text == "" || r.form == "") || f.read(r.form, cmp.Or(text, r.byDefault)) != nil {
		return r.wrong()
	}
	return r.judge(*f)
}

// read takes the value of a fault, which has the form as in FaultWords.
func (f *Fault) read(form, text string) (err error) {
	switch strings.Trim(form, "[]") {
	case "=DURATION":
		f.Delay, err = time.ParseDuration(text)
	case "=NNN":
		f.Status, err = strconv.Atoi(text)
	case "=RECORDS":
		f.Records, err = strconv.Atoi(text)
	case "=URL":
		f.Location = text
	case "=JSON":
		f.JSON = text
	case "=MEMBER:JSON":
		f.Member, f.JSON, _ = strings.Cut(text, ":")
	case "=MEMBER:TEXT": // which may hold escapes as in Go: \n, \x01
		f.Member, f.Text, _ = strings.Cut(text, ":")
		if plain, err := strconv.Unquote(`"` + f.Text + `"`); err == nil {
			f.Text = plain
		}
	case "=NNN[ TEXT", "=[NNN ]TEXT":
		if m := statusAndText.FindStringSubmatch(text); m != nil { // else a text of several lines
			f.Status, _ = strconv.Atoi(m[1]) // three digits, or none
			f.Text = m[2]
		}
	}
	return err
}
