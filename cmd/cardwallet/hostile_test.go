//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"cardwallet/client/sandbox"
)

// evil would, drawn as it is, clear the screen, write the clipboard, name the window, turn text around, hide and overwrite it, and push
// everything else out of sight.
var evil = "EVIL\x1b[2J\x1b]52;c;ZXZpbA==\a\x1b]0;owned\x1b\\ " +
	"\u202eKNAB\u2066\u200b\u200d\ufeff\u115f\U000e0041 \u009b31m\u009d0;x\u009c\rPAID\nOK\u2028\u0085\b\b\x00\x7f" +
	strings.Repeat("\u0301", 40) + strings.Repeat("W", 600)

// evilID is short enough for an id.
const evilID = "EVIL\x1b[2J\u202e\u200b\u009b31m\r"

// structural are the keys of answers whose values drivers go by, so that everything else can be made hostile and still works.
var structural = regexp.MustCompile(`(?i)(` +
	`id|no|number|code|status|state|type|currency|token|time|date|at|key|cvv|expiry|pan|otp|amount|fee|balance|` +
	`min|max|rate|limit|mode|category|url|email|mcc|mark|direction|` +
	`last4|last_four|kind|bin|total|mobile|values|price|quota|quotaforactivecard|digital|support|expiredate|cardnumber)$`)

// poisoned stands between the wallet and an issuer and makes every text hostile that keep does not want kept.
func poisoned(t *testing.T, target string, keep func(key string) bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		request, err := http.NewRequestWithContext(r.Context(), r.Method, target+r.URL.RequestURI(), bytes.NewReader(body))
		if err != nil {
			panic(err)
		}
		request.Header = r.Header.Clone()
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		var document any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if decoder.Decode(&document) == nil {
			if text, err = json.Marshal(poison("", document, keep)); err != nil {
				panic(err)
			}
		}
		for name, values := range answer.Header {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = w.Write(text) // a wallet that gave up does not read it
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func poison(key string, value any, keep func(string) bool) any {
	switch value := value.(type) {
	case map[string]any:
		for k := range value {
			value[k] = poison(k, value[k], keep)
		}
	case []any:
		for i := range value {
			value[i] = poison(key, value[i], keep)
		}
	case string:
		switch {
		case keep(key):
		case structural.MatchString(key):
			return value + evilID
		default:
			return value + evil
		}
	}
	return value
}

var baseURL = regexp.MustCompile(`(base_url|login_url)( *= *)"(http://[^/"]*)`)

// hostileBox is a sandbox whose issuers the config reaches through poisoned.
func hostileBox(t *testing.T, keep func(string) bool) (box *sandbox.Sandbox, path string) {
	t.Helper()
	key, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	box, err = sandbox.Start(context.Background(),
		sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, RateLimit: -1, StepDelay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	if path, err = box.WriteConfig(filepath.Join(t.TempDir(), "box"), key); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	proxies := map[string]string{}
	changed := baseURL.ReplaceAllStringFunc(string(text), func(s string) string {
		parts := baseURL.FindStringSubmatch(s)
		if proxies[parts[3]] == "" {
			proxies[parts[3]] = poisoned(t, parts[3], keep)
		}
		return parts[1] + parts[2] + `"` + proxies[parts[3]]
	})
	if len(proxies) != 3 {
		t.Fatalf("%d issuers in the config", len(proxies))
	}
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return box, path
}

// dangerous is the first character that must not reach a terminal from outside, 0 where there is none.
func dangerous(text string) rune {
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		invalid := r == utf8.RuneError && size == 1
		if invalid || r != '\n' && r != ' ' && (!unicode.IsPrint(r) && r != utf8.RuneError ||
			unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)) {
			return r
		}
	}
	return 0
}

// usableCard is a card that can be topped up, and none of a gift.
func usableCard(t *testing.T, box *sandbox.Sandbox, issuer string) string {
	t.Helper()
	for _, id := range box.CardIDs(issuer) {
		if truth, _ := box.Truth(id); (strings.EqualFold(truth.Status, "Normal") || truth.Status == "active") && truth.ActivateURL == "" {
			return id
		}
	}
	t.Fatalf("no usable card at %s", issuer)
	return ""
}

// TestNoCommandPrintsWhatAnIssuerMeansForTheTerminal runs every command that asks an issuer, as text and as JSON, against issuers whose
// names, merchants and messages are hostile, and against issuers that are hostile in everything.
func TestNoCommandPrintsWhatAnIssuerMeansForTheTerminal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keep  func(string) bool
		works bool
	}{
		"names and words": {structural.MatchString, true},
		"everything":      {func(key string) bool { return strings.HasSuffix(strings.ToLower(key), "token") || key == "code" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box, config := hostileBox(t, c.keep)
			fin, ads, team := usableCard(t, box, sandbox.IssuerFinHub), usableCard(t, box, sandbox.IssuerAurex),
				usableCard(t, box, sandbox.IssuerLinora)
			for issuer, card := range map[string]string{sandbox.IssuerFinHub: fin, sandbox.IssuerAurex: ads, sandbox.IssuerLinora: team} {
				if _, err := box.Purchase(sandbox.Purchase{Issuer: issuer, CardID: card}); err != nil {
					t.Fatal(err)
				}
			}
			r := runner{t: t, program: linkProgram(t, t.TempDir(), "cardwallet"), config: config, home: t.TempDir()}
			seen := ""
			for _, line := range []string{
				"cards", "cards show fin/" + fin, "cards show ads/" + ads + " --reveal", "cards show team/" + team, "cards show EVIL",
				"cards show nobody/x",
				"balances", "types", "holders", "deposits", "otp fin/" + fin, "otp ads/" + ads, "otp team/" + team,
				"transactions fin/" + fin, "transactions ads/" + ads, "transactions fin/" + fin + " --kind operations",
				"transactions fin/" + fin + " --kind purchases",
				"transactions fin/" + fin + " --kind fees", "transactions fin/" + fin + " --kind 3ds", "transactions --csv", "transactions --jsonl",
				"topup ads/" + ads + " 20 --dry-run", "topup ads/" + ads + " 20 --yes", "topup ads/" + ads + " 20 --yes",
				"topup fin/" + fin + " 50 --yes", "topup team/" + team + " 20 --yes", "activity show NONE",
				"topup fin/" + fin + " 0.01 --yes", "topup ads/" + ads + " 900000 --yes", "withdraw fin/" + fin + " 1 --yes",
				"--profile ads cards create 50 --name x --yes",
				"cards freeze fin/" + fin + " --yes", "cards unfreeze fin/" + fin + " --yes", "cards limits fin/" + fin, "cards activate fin/" +
					fin + " --yes",
				"activity", "activity --reconcile", "cards label ads/" + ads + " mine", "config check", "doctor", "audit show", "audit verify",
			} {
				seen += r.run(strings.Fields(line)...)
				if !strings.Contains(line, "--csv") && !strings.Contains(line, "--jsonl") {
					seen += r.runJSON(strings.Fields(line)...)
				}
			}
			// Refusals quote the issuer.
			for _, fault := range []string{"finhub:*:status=400", "aurex:*:status=403", "linora:*:fail"} {
				f, err := sandbox.ParseFault(fault)
				if err != nil {
					t.Fatal(err)
				}
				if err := box.SetFault(f); err != nil {
					t.Fatal(err)
				}
			}
			for _, line := range []string{"cards", "balances", "cards show fin/" + fin, "topup ads/" + ads + " 21 --yes", "otp team/" + team} {
				seen += r.run(strings.Fields(line)...) + r.runJSON(strings.Fields(line)...)
			}
			if !strings.Contains(seen, "EVIL") {
				t.Error("nothing hostile came through: this shows nothing")
			}
			for _, done := range []string{"topped up ads/" + ads, "topped up fin/" + fin, "topped up team/" + team, "withdrew 1.00 USD"} {
				if c.works && !strings.Contains(seen, done) {
					t.Errorf("it never %s", done)
				}
			}
		})
	}
}

// runner runs commands with a state directory of their own.
type runner struct {
	t                     *testing.T
	program, config, home string
}

// run gives what a command printed, after looking at every character.
func (r runner) run(args ...string) string {
	r.t.Helper()
	out, errs := r.output(args...)
	r.check(args, out, errs)
	return out + errs
}

func (r runner) check(args []string, texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if c := dangerous(text); c != 0 {
			r.t.Errorf("cardwallet %q prints %U:\n%q", args, c, text)
		}
	}
}

// runJSON is run for a document, which must be the one of the command and hold nothing else.
func (r runner) runJSON(args ...string) string {
	r.t.Helper()
	args = append(args, "--json")
	out, errs := r.output(args...)
	r.check(args, out, errs)
	if out != "" {
		d, c := documentOf(args)
		if c == nil {
			r.t.Fatalf("no document says what cardwallet %q prints", args)
		}
		if err := isDocument(d, c.Form, []byte(out)); err != nil {
			r.t.Errorf("cardwallet %q prints what it should not: %v\n%q", args, err, out)
		}
	}
	return out + errs
}

func (r runner) output(args ...string) (stdout, stderr string) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patient)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.program, args...)
	cmd.Args[0] = "cardwallet"
	cmd.Env = []string{"HOME=" + r.home, "CARDWALLET_STATE=" + filepath.Join(r.home, "state"), "TERM=xterm", "CARDWALLET_CONFIG=" +
		r.config, "PATH=" + os.Getenv("PATH")}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		r.t.Fatalf("cardwallet %q: %v", args, err)
	}
	return out.String(), errs.String()
}

func TestJSONKeepsAHostileName(t *testing.T) {
	t.Parallel()
	_, config := hostileBox(t, structural.MatchString)
	r := runner{t: t, program: linkProgram(t, t.TempDir(), "cardwallet"), config: config, home: t.TempDir()}
	out, _ := r.output("--profile", "ads", "cards", "--json")
	var cards []struct{ Name string }
	if err := json.Unmarshal([]byte(out), &cards); err != nil || len(cards) == 0 {
		t.Fatalf("%v in %q", err, out)
	}
	for _, c := range cards {
		if !strings.HasSuffix(c.Name, evil) {
			t.Errorf("the name is %q", c.Name)
		}
	}
}

// TestNoScreenDrawsWhatAnIssuerMeansForTheTerminal walks through every screen with hostile names, merchants and messages on it.
func TestNoScreenDrawsWhatAnIssuerMeansForTheTerminal(t *testing.T) {
	t.Parallel()
	box, config := hostileBox(t, structural.MatchString)
	ads, fin := usableCard(t, box, sandbox.IssuerAurex), usableCard(t, box, sandbox.IssuerFinHub)
	if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: fin}); err != nil {
		t.Fatal(err)
	}
	truth, _ := box.Truth(ads)
	p := sit(t, config, "", "--profile", "ads", "--profile", "fin")
	for _, step := range []struct {
		keys string
		want []string
	}{
		{"", []string{"EVIL", "2 Codes 1", "active"}},
		{"p", []string{"all profiles"}},
		{"\x1b", []string{"enter open"}},
		{"O", []string{"EVIL", "r ask again"}},
		{"\x1b", []string{"1 of 16"}},
		{"/" + fin[len(fin)-4:] + "\r", []string{"#" + fin[len(fin)-4:], "1 of 1,"}},
		{"\r", []string{"v reveal"}},
		{"T", []string{"EVIL", "next list", " all "}}, // of them are read
		{"\r", []string{"EVIL", "cross-border fee"}},
		{"\x1b", []string{"EVIL", "next list"}},
		{"\x1b", []string{"v reveal"}},
		{"\x1b", []string{"enter open"}},
		{"\x1b", []string{"of 16"}},
		{"/" + ads[len(ads)-4:] + "\r", []string{"#" + ads[len(ads)-4:], "1 of 1,"}},
		{"\r", []string{"EVIL", "v reveal"}},
		{"v", []string{"v hide"}},
		{"e", []string{"What do you call this card?"}},
		{"\x1b", []string{"v reveal"}},
		{"o", []string{"waiting for a code", "EVIL"}},
		{"\x1b", []string{"v reveal"}},
		{"t", []string{"enter continue", "4,530.97 USD"}},
		{"20", []string{"20.60 USD"}},
		{"\r", []string{"y confirm", "EVIL"}},
		{"y", []string{"topped up 20.00 USD", "EVIL"}},
		{"\x1b", []string{"v reveal"}},
		{"a", []string{"settle now", "enter open", "··" + truth.PAN[len(truth.PAN)-4:]}}, // the issuer told them with the balance
		{"\r", []string{"handed over to be sent"}},
		{"?", []string{"Program"}},
	} {
		if step.keys == "y" {
			p.confirms(step.want...)
			continue
		}
		p.write(step.keys)
		p.shows(step.want...)
	}
	raw := p.screen()
	for _, fatal := range []string{"ZXZpbA==", "0;owned"} {
		if strings.Contains(raw, fatal) {
			t.Errorf("%q reached the terminal", fatal)
		}
	}
	own := strings.NewReplacer("\x1b", "", "\r", "", "\b", "", "\t", "", "\a", "", "\x0e", "", "\x0f", "")
	if c := dangerous(own.Replace(raw)); c != 0 {
		t.Errorf("%U reached the terminal", c)
	}
}
