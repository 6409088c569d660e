package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// struck starts a world with one fault on FinHub's deposit, makes a deposit, and tells what came back and what happened.
func struck(t *testing.T, fault string) (w *world, g got, applied int, err error) {
	t.Helper()
	f, err := ParseFault(fault)
	if err != nil {
		t.Fatal(err)
	}
	w = start(t, Options{Seed: 6, Faults: []Fault{f}})
	before := len(w.Ledger(IssuerFinHub).Movements)
	g, err = w.send(http.MethodPost, w.FinHub().BaseURL+"/card/deposit",
		fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":50}`, w.card(normalCard), w.order()), w.headers())
	w.audit()
	return w, g, len(w.Ledger(IssuerFinHub).Movements) - before, err
}

func TestFaultsInSight(t *testing.T) {
	for _, c := range []struct {
		fault   string
		applied int
		check   func(w *world, g got, err error) bool
	}{
		{"finhub:/card/deposit:drop-before:1", 0, func(_ *world, _ got, err error) bool { return errors.Is(err, io.EOF) }},
		{"finhub:/card/deposit:drop-after:1", 1, func(_ *world, _ got, err error) bool { return errors.Is(err, io.EOF) }},
		{"finhub:/deposit:truncated:1", 1, func(_ *world, _ got, err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
		{"*:*:5xx:1", 0, func(_ *world, g got, _ error) bool { return g.status == 500 && fmt.Sprint(g.body["code"]) == "500" }},
		{"*:*:5xx-after:1", 1, func(_ *world, g got, _ error) bool { return g.status == 500 && g.body["success"] == false }},
		{"finhub:*:status=503:1", 0, func(_ *world, g got, _ error) bool { return g.status == 503 }},
		{"finhub:*:status-after=504:1", 1, func(_ *world, g got, _ error) bool { return g.status == 504 }},
		{"finhub:*:429=3s:1", 0, func(_ *world, g got, _ error) bool { return g.status == 429 && g.header.Get("Retry-After") == "3" }},
		{"finhub:*:429:1", 0, func(_ *world, g got, _ error) bool { return g.status == 429 && g.header.Get("Retry-After") == "1" }},
		{"finhub:*:429-date=30s:1", 0, func(w *world, g got, _ error) bool {
			at, err := http.ParseTime(g.header.Get("Retry-After"))
			return err == nil && g.status == 429 && at.Equal(w.clock.Now().Add(30*time.Second).Truncate(time.Second))
		}},
		{"finhub:*:redirect:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 307 && strings.HasPrefix(g.header.Get("Location"), "http://localhost:") &&
				strings.HasSuffix(g.header.Get("Location"), finhubBase+"/card/deposit")
		}},
		{"finhub:*:redirect=http://127.0.0.1:9/:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 307 && g.header.Get("Location") == "http://127.0.0.1:9/"
		}},
		{"finhub:*:html:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 502 && g.header.Get("Content-Type") == "text/html" && strings.Contains(string(g.raw), "<html>")
		}},
		{"finhub:*:status-after=429:1", 1, func(_ *world, g got, _ error) bool { return g.status == 429 && g.header.Get("Retry-After") == "1" }},
		{"finhub:*:status-after=401:1", 1, func(_ *world, g got, _ error) bool { return g.status == 401 && fmt.Sprint(g.body["code"]) == "401" }},
		{"finhub:*:refuse=Insufficient balance:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 200 && g.body["success"] == false && g.body["msg"] == "Insufficient balance"
		}},
		{"finhub:*:refuse-after=Read timed out:1", 1, func(_ *world, g got, _ error) bool {
			return g.status == 200 && g.body["success"] == false && fmt.Sprint(g.body["code"]) == "-1" && g.body["msg"] == "Read timed out"
		}},
		{"finhub:*:refuse-after=404 order not found: no:1", 1, func(_ *world, g got, _ error) bool {
			return g.status == 404 && fmt.Sprint(g.body["code"]) == "404" && g.body["msg"] == "order not found: no"
		}},
		{"finhub:*:general=422 Insufficient balance:1", 0, func(_ *world, g got, _ error) bool {
			_, successful := g.body["success"]
			_, msg := g.body["msg"]
			return g.status == 422 && !successful && !msg && fmt.Sprint(g.body["code"]) == "422" && g.body["message"] == "Insufficient balance"
		}},
		{"finhub:*:general-after=409:1", 1, func(_ *world, g got, _ error) bool {
			return g.status == 409 && g.body["message"] == "Duplicate resource, state conflict" && g.data()["error"] == "CONFLICT"
		}},
		{"finhub:*:general-after=429:1", 1, func(_ *world, g got, _ error) bool { return g.status == 429 && g.header.Get("Retry-After") == "1" }},
		{"finhub:*:reverse=30s:1", 1, func(w *world, g got, _ error) bool {
			before := w.mustTruth(w.card(normalCard)).Balance
			last := func() Movement {
				return slices.MaxFunc(w.Ledger(IssuerFinHub).Movements, func(a, b Movement) int { return a.At.Compare(b.At) })
			}
			w.clock.Add(20 * time.Second)
			done := last()
			w.clock.Add(time.Minute)
			w.audit()
			return done.Status == "success" && done.Applied == 1 && last().Status == "fail" && last().Applied == 0 &&
				w.mustTruth(w.card(normalCard)).Balance.Equal(before)
		}},
		{"finhub:*:proxy=403:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 403 && g.header.Get("Content-Type") == "text/html" && strings.Contains(string(g.raw), "403 Forbidden")
		}},
		{"finhub:*:proxy=407:1", 0, func(_ *world, g got, _ error) bool {
			return g.status == 407 && g.header.Get("Proxy-Authenticate") != ""
		}},
		{"finhub:*:garbage:1", 1, func(_ *world, g got, _ error) bool { return g.status == 200 && g.body == nil && len(g.raw) > 0 }},
		{"finhub:*:content-type:1", 1, func(_ *world, g got, _ error) bool {
			return g.status == 200 && strings.HasPrefix(g.header.Get("Content-Type"), "text/html") && g.body["success"] == true
		}},
		{"finhub:*:huge:1", 1, func(_ *world, g got, _ error) bool { return g.status == 200 && len(g.raw) > hugeBody }},
		{"finhub:*:skew=-90s:1", 1, func(w *world, g got, _ error) bool {
			at, err := http.ParseTime(g.header.Get("Date"))
			return err == nil && at.Equal(w.clock.Now().Add(-90*time.Second).Truncate(time.Second))
		}},
		{"finhub:*:fail:1", 1, func(w *world, g got, _ error) bool {
			before := w.mustTruth(w.card(normalCard)).Balance
			w.clock.Add(time.Minute)
			moves := w.Ledger(IssuerFinHub).Movements
			last := moves[len(moves)-1]
			return g.data()["status"] == "wait_process" && last.Status == "fail" && last.Applied == 0 &&
				w.mustTruth(w.card(normalCard)).Balance.Equal(before)
		}},
	} {
		t.Run(c.fault, func(t *testing.T) {
			w, g, applied, err := struck(t, c.fault)
			if applied != c.applied {
				t.Errorf("applied %d times, want %d", applied, c.applied)
			}
			if !c.check(w, g, err) {
				t.Errorf("got %d %v %.200s, error %v", g.status, g.header, g.raw, err)
			}
			w.audit()
			if g := w.ok("/account/info", "{}"); g.header.Get("Date") != w.clock.Now().Format(http.TimeFormat) {
				t.Errorf("the fault is not spent: Date %s", g.header.Get("Date"))
			}
		})
	}
}

// A client that waits no longer does not undo what it sent.
func TestLatencyOutlastsTheClient(t *testing.T) {
	w := start(t, Options{Faults: []Fault{{Issuer: IssuerFinHub, Path: "/card/deposit", Kind: FaultLatency, Delay: 30 * time.Second}}})
	before := len(w.Ledger(IssuerFinHub).Movements)
	w.client.Timeout = time.Second // enough to have sent it, on a busy machine also
	body := fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":50}`, w.card(normalCard), w.order())
	if _, err := w.send(http.MethodPost, w.FinHub().BaseURL+"/card/deposit", body, w.headers()); err == nil {
		t.Fatal("answered in time")
	}
	// The order number becomes a duplicate at the moment at which the first request is carried out.
	w.client.Timeout = 0
	w.ClearFaults()
	deadline := time.Now().Add(10 * time.Second)
	for len(w.Ledger(IssuerFinHub).Movements) == before && time.Now().Before(deadline) {
		w.ok("/account/info", "{}")
	}
	if g := w.post("/card/deposit", body); !strings.Contains(fmt.Sprint(g.body["msg"]), "Duplicate order") {
		t.Errorf("the same order again: %s", g.raw)
	}
	w.audit()
}

func TestFaultsAreCountedAndAimed(t *testing.T) {
	w := start(t, Options{Seed: 1})
	for _, text := range []string{"finhub:/account/info:status=503:2", "aurex:/otp:status=418", "linora:/users/*/wallet:status=500"} {
		f, err := ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SetFault(f); err != nil {
			t.Fatal(err)
		}
	}
	var statuses []int
	for range 3 {
		statuses = append(statuses, w.post("/account/info", "{}").status)
	}
	a, l := w.Aurex(), w.Linora()
	for _, at := range []struct {
		e    Endpoint
		path string
	}{{a, "/users/" + a.UserID + "/otp?cardId=" + w.CardIDs(IssuerAurex)[0]}, {a, "/users/" + a.UserID + "/wallet"},
		{l, "/users/" + l.UserID + "/wallet"}, {l, "/users/" + l.UserID + "/cards"}} {
		statuses = append(statuses, w.get(at.e, at.path).status)
	}
	if want := []int{503, 503, 200, 418, 200, 500, 200}; !cmp.Equal(statuses, want) {
		t.Errorf("got %v, want %v", statuses, want)
	}
	w.ClearFaults()
	if err := w.SetFault(Fault{Issuer: "*", Path: "*", Kind: FaultStatus, Status: 500, Percent: 30}); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for range 300 {
		if w.post("/account/info", "{}").status == 500 {
			failed++
		}
	}
	if failed < 60 || failed > 120 {
		t.Errorf("30%% of 300 requests are %d", failed)
	}
}

func TestOtherDialect(t *testing.T) {
	f, err := ParseFault("finhub:*:dialect")
	if err != nil {
		t.Fatal(err)
	}
	w := start(t, Options{Seed: 2, Faults: []Fault{f}})
	frozen := w.ok("/card/list", `{"pageNum":1,"pageSize":9,"cardNo":"`+w.card(frozenCard)+`"}`).list()[0].(map[string]any)
	if frozen["cardId"] != w.card(frozenCard) || frozen["cardStatus"] != "FROZEN" || frozen["cardNo"] != nil || frozen["status"] != nil {
		t.Errorf("card: %v", frozen)
	}
	if got := w.ok("/card/balance", `{"cardNo":"`+w.card(normalCard)+`"}`).data(); got["cardId"] != w.card(normalCard) {
		t.Errorf("balance: %v", got)
	}
	made := w.deposit(w.card(normalCard), "50").data()
	checkFields(t, "operation", made,
		map[string]string{"cardId": "string", "operationType": "string", "operationStatus": "string", "transactionId": "string",
			"operationTime": "number", "newCardStatus": "null", "previousCardStatus": "null", "reason": "null"})
	if made["operationType"] != "DEPOSIT" || made["operationStatus"] != "PENDING" {
		t.Errorf("operation: %v", made)
	}
	holder := w.ok("/card/info", `{"cardNo":"`+w.card(holderCard)+`","onlySimpleInfo":false}`).data()
	checkFields(t, "info", holder,
		map[string]string{"cardholderId": "number", "availableBalance": "number", "currency": "string", "cardStatus": "string"})
}

func TestParseFault(t *testing.T) {
	for text, want := range map[string]Fault{
		"finhub:/card/deposit:drop-after:1": {Issuer: "finhub", Path: "/card/deposit", Kind: FaultDropAfter, Count: 1},
		"*:*:latency=300ms:20%":             {Issuer: "*", Path: "*", Kind: FaultLatency, Delay: 300 * time.Millisecond, Percent: 20},
		"aurex:*:429=2s:3":                  {Issuer: "aurex", Path: "*", Kind: FaultTooMany, Delay: 2 * time.Second, Count: 3},
		"aurex:*:429":                       {Issuer: "aurex", Path: "*", Kind: FaultTooMany, Delay: time.Second},
		"finhub:*:skew=-90s":                {Issuer: "finhub", Path: "*", Kind: FaultSkew, Delay: -90 * time.Second},
		"linora:/users/*/otp:5xx":           {Issuer: "linora", Path: "/users/*/otp", Kind: FaultStatus, Status: 500},
		"linora:*:redirect=http://127.0.0.1:8080/:2": {Issuer: "linora", Path: "*", Kind: FaultRedirect, Location: "http://127.0.0.1:8080/",
			Count: 2},
		"finhub:*:refuse-after=System busy, 2:1": {Issuer: "finhub", Path: "*", Kind: FaultRefuseAfter, Text: "System busy, 2", Count: 1},
		"aurex:*:refuse-after=422 no":            {Issuer: "aurex", Path: "*", Kind: FaultRefuseAfter, Status: 422, Text: "no"},
		"finhub:*:general=404":                   {Issuer: "finhub", Path: "*", Kind: FaultGeneral, Status: 404},
		"finhub:*:general-after=409 twice:3": {Issuer: "finhub", Path: "*", Kind: FaultGeneralAfter, Status: 409, Text: "twice",
			Count: 3},
		"finhub:*:reverse":                {Issuer: "finhub", Path: "*", Kind: FaultReverse, Delay: 5 * time.Second},
		"finhub:*:reverse=1m:1":           {Issuer: "finhub", Path: "*", Kind: FaultReverse, Delay: time.Minute, Count: 1},
		"finhub:*:dialect":                {Issuer: "finhub", Path: "*", Kind: FaultDialect},
		"aurex:*:odd=amount:\"$1\"":       {Issuer: "aurex", Path: "*", Kind: FaultOdd, Member: "amount", JSON: `"$1"`},
		"aurex:/cards:odd=remark:12":      {Issuer: "aurex", Path: "/cards", Kind: FaultOdd, Member: "remark", JSON: "12"},
		"aurex:/cards:odd=remark:12:3":    {Issuer: "aurex", Path: "/cards", Kind: FaultOdd, Member: "remark", JSON: "12", Count: 3},
		"*:*:odd=a.b:{\"c\":[1]}:2":       {Issuer: "*", Path: "*", Kind: FaultOdd, Member: "a.b", JSON: `{"c":[1]}`, Count: 2},
		"*:*:odd=a:\"x:1\":20%":           {Issuer: "*", Path: "*", Kind: FaultOdd, Member: "a", JSON: `"x:1"`, Percent: 20},
		"linora:*:null-record:1":          {Issuer: "linora", Path: "*", Kind: FaultNullRecord, Count: 1},
		"*:*:cut":                         {Issuer: "*", Path: "*", Kind: FaultCut, Records: 10},
		"*:*:cut=0:1":                     {Issuer: "*", Path: "*", Kind: FaultCut, Count: 1},
		"finhub:*:total=0":                {Issuer: "finhub", Path: "*", Kind: FaultTotal, JSON: "0"},
		"finhub:*:total=\"x\":1":          {Issuer: "finhub", Path: "*", Kind: FaultTotal, JSON: `"x"`, Count: 1},
		"*:*:no-data":                     {Issuer: "*", Path: "*", Kind: FaultNoData},
		"*:*:bom":                         {Issuer: "*", Path: "*", Kind: FaultBOM},
		"finhub:*:sealed=expireDate:9/31": {Issuer: "finhub", Path: "*", Kind: FaultSealed, Member: "expireDate", Text: "9/31"},
		"finhub:*:sealed=values:482 913\\n:1": {Issuer: "finhub", Path: "*", Kind: FaultSealed, Member: "values", Text: "482 913\n",
			Count: 1},
		"finhub:*:sealed=cvv:\\x01\\xfe": {Issuer: "finhub", Path: "*", Kind: FaultSealed, Member: "cvv", Text: "\x01\xfe"},
		"finhub:*:sealed=cvv:1234":       {Issuer: "finhub", Path: "*", Kind: FaultSealed, Member: "cvv", Text: "1234"},
		"finhub:*:sealed=cvv:1234:2":     {Issuer: "finhub", Path: "*", Kind: FaultSealed, Member: "cvv", Text: "1234", Count: 2},
		"finhub:*:replace":               {Issuer: "finhub", Path: "*", Kind: FaultReplace, Delay: 20 * time.Second},
		"finhub:*:replace=1m:2":          {Issuer: "finhub", Path: "*", Kind: FaultReplace, Delay: time.Minute, Count: 2},
		"finhub:*:untimed":               {Issuer: "finhub", Path: "*", Kind: FaultUntimed},
	} {
		got, err := ParseFault(text)
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %v %s", text, err, cmp.Diff(want, got))
		}
	}
	for _, text := range []string{
		"", "finhub", "finhub:*", "finhub:*:", "nobody:*:huge", "finhub::huge", "finhub:*:huge:0", "finhub:*:huge:100%", "finhub:*:huge:0%",
		"finhub:*:nothing",
		"finhub:*:huge=5", "finhub:*:latency", "finhub:*:latency=-1s", "finhub:*:latency=2h", "finhub:*:latency=soon", "finhub:*:skew=0s",
		"finhub:*:429=10ms",
		"finhub:*:status=200", "finhub:*:status=abc", "aurex:*:dialect", "*:*:dialect", "finhub:*:redirect=ftp://x/", "finhub:*:redirect=",
		"finhub:*:huge:99999999999999999999", "*:*:refuse", "*:*:refuse-after", "*:*:refuse-after=", "*:*:refuse-after=500 x", "*:*:general=409",
		"finhub:*:general", "finhub:*:general=x", "finhub:*:general=200 x", "aurex:*:reverse", "finhub:*:reverse=0s", "finhub:*:reverse=soon",
		"finhub:*:reverse=2h",
		"*:*:odd", "*:*:odd=", "*:*:odd=a", "*:*:odd=a:", "*:*:odd=a:x", "*:*:odd=:1", "*:*:odd=a..b:1", "*:*:odd=.:1", "*:*:cut=-1", "*:*:cut=x",
		"finhub:*:total", "finhub:*:total=x", "aurex:*:total=1", "*:*:total=1", "*:*:bom=1", "*:*:no-data=1", "*:*:null-record=1",
		"aurex:*:reseal", "*:*:untimed", "finhub:*:second-code=1", "finhub:*:sealed", "finhub:*:sealed=cvv", "finhub:*:sealed=pin:1",
		"finhub:*:replace=0s", "finhub:*:replace=soon", "aurex:*:refuse=409:5", "*:*:refuse=500:5%", "*:*:total=x:5",
	} {
		if f, err := ParseFault(text); err == nil {
			t.Errorf("%q is taken as %+v", text, f)
		} else if !strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: no hint in %q", text, err)
		}
	}
}

func FuzzParseFault(f *testing.F) {
	for _, seed := range []string{"finhub:/card/deposit:drop-after:1", "*:*:latency=300ms:20%", "aurex:*:429-date=2s:3", "a:b:c:d:e", ":::",
		`*:*:odd=a.b:{"c":1}:2`, "finhub:*:total=0:1", "*:*:cut=3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := ParseFault(text)
		if err != nil {
			return
		}
		if err := fault.check(); err != nil {
			t.Fatalf("%q is taken as %+v, which is refused: %v", text, fault, err)
		}
		fault.matches(IssuerFinHub, text) // ends, whatever the pattern
	})
}

func TestGlob(t *testing.T) {
	f := Fault{Issuer: "*"}
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"*", "/a/b", true}, {"/a/b", "/a/b", true}, {"/b", "/a/b", true}, {"b", "/a/b", false}, {"/a", "/a/b", false}, {"/a*", "/a/b", true},
		{"/a/*/c", "/a/b/c", true},
		{"/a/*/c", "/a/b/d", false}, {"*/otp", "/users/1/otp", true}, {"/users/*/cards/*/topup", "/users/1/cards/2/topup", true},
		{"/x*x", "/x", false}, {"", "", true}, {"/deposit", "/card/deposits", false},
	} {
		f.Path = c.pattern
		if got := f.matches(IssuerAurex, c.path); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.path, got)
		}
	}
}
