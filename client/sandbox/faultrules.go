package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

// rule is what there is to say of one kind of fault.
type rule struct {
	kind      FaultKind
	form      string           // how its value stands after the kind in FaultWords; empty where it has none
	byDefault string           // the value where none is written
	hint      string           // how to write the value right
	good      func(Fault) bool // whether the value is right; nil where each is
	finhub    bool             // only FinHub can have it
	after     bool             // answer comes after applying, else before
	// answer is what comes instead of the issuer's own answer; nil where that comes.
	answer func(f Fault, at *site, c *call, r *http.Request) answer
	// spoil changes the answer on its way back; nil where it stays.
	spoil func(f Fault, out *answer)
}

const (
	statusHint  = "=409, 400 to 599"
	generalHint = "=409, 400 to 599, and a text after it if you like"
	refuseHint  = "=Insufficient balance, or with a status 400 to 499 before the text"
)

// rules are all kinds of faults, in the order of FaultWords. What each does is said at its constant.
var rules = []rule{
	{kind: FaultLatency, form: "=DURATION", hint: "=300ms, up to 1m", good: within(1, time.Minute)},
	{kind: FaultDropBefore},
	{kind: FaultDropAfter},
	{kind: FaultTooMany, form: "[=DURATION]", byDefault: "1s", hint: "=2s, whole seconds", good: within(time.Second, math.MaxInt64),
		answer: Fault.limited},
	{kind: FaultTooManyDate, form: "[=DURATION]", byDefault: "1s", hint: "=2s, whole seconds", good: within(time.Second, math.MaxInt64),
		answer: Fault.limited},
	{kind: FaultStatus, form: "=NNN", hint: statusHint, good: Fault.failing, answer: Fault.failure},
	{kind: FaultStatusAfter, form: "=NNN", hint: statusHint, good: Fault.failing, answer: Fault.failure, after: true},
	{kind: FaultRefuse, form: "=[NNN ]TEXT", hint: refuseHint, good: Fault.refusing, answer: Fault.refusal},
	{kind: FaultRefuseAfter, form: "=[NNN ]TEXT", hint: refuseHint, good: Fault.refusing, answer: Fault.refusal, after: true},
	{kind: FaultGeneral, form: "=NNN[ TEXT]", hint: generalHint, good: Fault.failing, finhub: true, answer: Fault.general},
	{kind: FaultGeneralAfter, form: "=NNN[ TEXT]", hint: generalHint, good: Fault.failing, finhub: true, answer: Fault.general, after: true},
	{kind: FaultRedirect, form: "[=URL]", hint: "=URL, which starts with http:// or https://", good: Fault.leadsToWeb, answer: Fault.redirect},
	{kind: FaultHTML, answer: Fault.proxyPage},
	{kind: FaultProxy, form: "=NNN", hint: statusHint, good: Fault.failing, answer: Fault.proxyPage},
	{kind: FaultGarbage, spoil: func(_ Fault, out *answer) { out.body = []byte("\x00\x1f\x8b{\"success\":tru\xff\xfe") }},
	{kind: FaultTruncated, spoil: func(_ Fault, out *answer) { out.cut = true }},
	{kind: FaultContentType, spoil: func(_ Fault, out *answer) { out.header.Set("Content-Type", "text/html; charset=utf-8") }},
	{kind: FaultHuge, spoil: func(_ Fault, out *answer) { out.pad = hugeBody }},
	{kind: FaultFail},
	{kind: FaultReverse, form: "[=DURATION]", byDefault: "5s", hint: "=5s, up to 1h", good: within(1, time.Hour), finhub: true},
	{kind: FaultSkew, form: "=DURATION", hint: "=-90s", good: func(f Fault) bool { return f.Delay != 0 }},
	{kind: FaultDialect, finhub: true},
	{kind: FaultTwice, finhub: true},
	{kind: FaultOdd, form: "=MEMBER:JSON", hint: `=MEMBER:JSON, texts in quotes: status:"x", balanceInfo.amount:5`, spoil: Fault.odd,
		good: func(f Fault) bool { return !strings.Contains("."+f.Member+".", "..") && json.Valid([]byte(f.JSON)) }},
	{kind: FaultNullRecord, spoil: Fault.odd},
	{kind: FaultCut, form: "[=RECORDS]", byDefault: "10", hint: "=10, 0 or more", good: func(f Fault) bool { return f.Records >= 0 },
		spoil: Fault.odd},
	{kind: FaultTotal, form: "=JSON", hint: `=JSON, a text in quotes: 5, "x"`, good: func(f Fault) bool { return json.Valid([]byte(f.JSON)) },
		finhub: true, spoil: Fault.odd},
	{kind: FaultNoData, spoil: Fault.odd},
	{kind: FaultBOM, spoil: Fault.odd},
	{kind: FaultSealed, form: "=MEMBER:TEXT", hint: "=MEMBER:TEXT, with one of " + strings.Join(sealedMembers, ", "), finhub: true,
		good: func(f Fault) bool { return slices.Contains(sealedMembers, f.Member) && f.Text != "" }},
	{kind: FaultReseal, finhub: true},
	{kind: FaultSecondCode, finhub: true},
	{kind: FaultReplace, form: "[=DURATION]", byDefault: "20s", hint: "=20s, up to 1h", good: within(1, time.Hour), finhub: true},
	{kind: FaultUntimed, finhub: true},
}

// FaultWords are what FAULT in FaultUsage can be.
var FaultWords = func() (words []string) {
	for _, r := range rules {
		words = append(words, string(r.kind)+r.form)
	}
	return append(words, "5xx", "5xx-after")
}()

// ruleOf looks a kind of fault up.
func ruleOf(kind FaultKind) (rule, error) {
	i := slices.IndexFunc(rules, func(r rule) bool { return r.kind == kind })
	if i < 0 {
		return rule{}, fmt.Errorf("unknown fault %q\nuse one of %s", kind, strings.Join(FaultWords, ", "))
	}
	return rules[i], nil
}

// judge refuses a fault without the value that it needs, or with one that it cannot have.
func (r rule) judge(f Fault) error {
	if r.good == nil || r.good(f) {
		return nil
	}
	return r.wrong()
}

func (r rule) wrong() error {
	return fmt.Errorf("fault %s cannot be like this\nwrite it as %[1]s%s", r.kind, r.hint)
}

func within(least, most time.Duration) func(Fault) bool {
	return func(f Fault) bool { return f.Delay >= least && f.Delay <= most }
}

func (f Fault) failing() bool { return f.Status >= 400 && f.Status <= 599 }

func (f Fault) refusing() bool {
	return f.Text != "" && (f.Status == 0 || f.Status >= 400 && f.Status <= 499)
}

func (f Fault) leadsToWeb() bool {
	return f.Location == "" || strings.HasPrefix(f.Location, "http://") || strings.HasPrefix(f.Location, "https://")
}

func (f Fault) check() error {
	if f.Issuer != "*" && !slices.Contains(Issuers, f.Issuer) {
		return fmt.Errorf("fault for unknown issuer %q\nuse finhub, aurex, linora or *", f.Issuer)
	}
	if f.Path == "" {
		return errors.New("fault without a path\nuse * for every path")
	}
	if f.Count < 0 || f.Percent < 0 || f.Percent > 99 {
		return fmt.Errorf("fault strikes %d times, %d%%\na count is positive, a share is 1%% to 99%%", f.Count, f.Percent)
	}
	r, err := ruleOf(f.Kind)
	if err != nil {
		return err
	}
	if r.finhub && f.Issuer != IssuerFinHub {
		return fmt.Errorf("fault %s for %s\nonly finhub has one", f.Kind, f.Issuer)
	}
	return r.judge(f)
}
