package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/shopspring/decimal"

	"cardwallet/client/journal"
	"cardwallet/client/sandbox"
	"cardwallet/client/team/teamtest"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

// programs are what the test binary is when it is called so.
var programs = map[string]func(){"cardwallet": func() {
	// A refusal that proves nothing is asked about for as long.
	run.JournalOptions = []journal.Option{journal.WithPolling(time.Second, 15*time.Second)}
	main()
}, quickProgram: func() {
	run.JournalOptions = []journal.Option{journal.WithSettling(quickGrace), journal.WithPolling(quickGrace/8, 5*quickGrace)}
	main()
}}

const (
	// quickProgram is the wallet with less patience.
	quickProgram = "cardwallet-quick"
	// quickGrace is how old a movement must be for it before its absence at the issuer counts.
	quickGrace = 600 * time.Millisecond
)

// patient bounds what may take long on a busy machine and never takes longer than this.
const patient = 2 * time.Minute

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == run.CleanerCommand && programs[filepath.Base(os.Args[0])] == nil {
		// A wallet that runs inside this binary under another name starts its cleaner as "this binary": running all tests again for
		// it would never end.
		fmt.Fprintln(os.Stderr, "the test binary is no cleaner: run the program from linkProgram")
		os.Exit(2)
	}
	if programs[filepath.Base(os.Args[0])] == nil {
		leaveTerminal()
		heedAll()
		waitTogether()
	}
	testscript.Main(teamtest.Main{M: m}, programs)
}

// waitTogether lets more tests run at the same time than there are processors, where nobody says how many: most of them wait for
// terminals and for time to pass. For fuzzing the same flag is the number of workers.
func waitTogether() {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" || f.Name == "test.fuzz" })
	if said {
		return
	}
	if err := flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0))); err != nil {
		panic(err)
	}
}

// heedAll lets the programs that tests start heed the signals that this process was started to ignore, as nohup and a shell in the
// background have it: a handler is not inherited, being ignored is.
func heedAll() {
	interrupt := signal.Ignored(os.Interrupt) // and with it SIGQUIT, of which Go does not tell
	for _, s := range run.Ends {
		if signal.Ignored(s) || interrupt && s == syscall.SIGQUIT {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}

// TestScripts runs each file of testdata/script: the commands as a person or a script types them, against real HTTP.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup:               setupScript,
		Cmds:                scriptCommands,
	})
}

// scriptCommands are those of all scripts, beside testscript's own.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"sandbox":   scriptSandbox,
	"fault":     scriptFault,
	"purchase":  scriptPurchase,
	"audit":     scriptAudit,
	"code":      scriptCode,
	"waitfor":   scriptWaitFor,
	"asked":     scriptAsked,
	"physical":  scriptPhysical,
	"pinis":     scriptPINIs,
	"exitcode":  scriptExitCode,
	"notice":    scriptNotice,
	"usable":    scriptUsable,
	"gift":      scriptGift,
	"capture":   scriptCapture,
	"watch":     scriptWatch,
	"moved":     scriptMoved,
	"limits":    scriptLimits,
	"lastorder": scriptLastOrder,
	"field":     scriptField,
	"wrongkey":  scriptWrongKey,
	"truth":     scriptTruth,
	"requests":  scriptRequests,
	"document":  scriptDocument,
	"register":  scriptRegister,
}

type boxKey struct{}

// box is the sandbox of one script.
type box struct {
	*sandbox.Sandbox
	dir string
}

func setupScript(e *testscript.Env) error {
	home := filepath.Join(e.WorkDir, "home")
	for _, dir := range []string{home, filepath.Join(home, "config"), filepath.Join(home, "state")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	e.Setenv("HOME", home)
	e.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	e.Setenv("XDG_STATE_HOME", filepath.Join(home, "state"))
	e.Setenv("CARDWALLET_STATE", filepath.Join(home, "state", "cardwallet")) // and not where the sandbox's config has it
	e.Setenv("TERM", "xterm-256color")
	e.Setenv("NO_PROXY", "127.0.0.1,localhost")
	e.Values[boxKey{}] = &box{}
	return nil
}

func boxOf(ts *testscript.TestScript) *box {
	b := ts.Value(boxKey{}).(*box)
	if b.Sandbox == nil {
		ts.Fatalf("start the sandbox first")
	}
	return b
}

// registered is one key for all scripts: making RSA keys is slow.
var registered = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// unregistered is a key that no issuer knows.
var unregistered = sync.OnceValues(func() (*crypto.PrivateKey, error) { return crypto.GenerateKey(2048) })

// scriptSandbox starts the issuers for this script and points the config at them: sandbox [FAULT...].
func scriptSandbox(ts *testscript.TestScript, _ bool, args []string) {
	key, err := registered()
	ts.Check(err)
	b := ts.Value(boxKey{}).(*box)
	b.dir = ts.MkAbs("box")
	opts := sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, StepDelay: 20 * time.Millisecond, RateLimit: -1}
	for _, text := range args {
		f, err := sandbox.ParseFault(text)
		ts.Check(err)
		opts.Faults = append(opts.Faults, f)
	}
	ctx, stop := context.WithCancel(context.Background())
	b.Sandbox, err = sandbox.Start(ctx, opts)
	ts.Check(err)
	ts.Defer(func() { stop(); _ = b.Close() })
	path, err := b.WriteConfig(b.dir, key)
	ts.Check(err)
	ts.Setenv("CARDWALLET_CONFIG", path)
	if ts.Getenv("CARDWALLET_STATE_URL") == "" { // these are scripts of one person
		var more []string
		if ts.Getenv("SOLE") == "fin" { // else FinHub is asked what others did
			more = []string{"fin"}
		}
		ts.Check(makeSole(path, more...))
	}
	for name, ids := range map[string][]string{
		"FIN": b.CardIDs(sandbox.IssuerFinHub), "AUR": b.CardIDs(sandbox.IssuerAurex), "LIN": b.CardIDs(sandbox.IssuerLinora),
	} {
		for i, id := range ids {
			ts.Setenv(fmt.Sprintf("%s%d", name, i), id)
		}
	}
}

// makeSole says in a sandbox's config that nobody else moves money in the accounts of which it has a line for that, and in more of them.
func makeSole(path string, more ...string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	sole := strings.ReplaceAll(string(text), "# sole_user = true", "sole_user = true")
	if sole == string(text) {
		return errors.New("the config does not speak of a sole user")
	}
	for _, profile := range more {
		sole = strings.Replace(sole, "[profiles."+profile+"]\n", "[profiles."+profile+"]\nsole_user = true\n", 1)
	}
	return os.WriteFile(path, []byte(sole), 0o600)
}

// scriptRegister registers the public half of a key file at FinHub, as a person does at its dashboard: register FILE.
func scriptRegister(ts *testscript.TestScript, _ bool, args []string) {
	key, err := crypto.ParsePrivateKey([]byte(ts.ReadFile(args[0])), nil)
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(boxOf(ts).dir, sandbox.PublicKeyFile), []byte(key.PublicPEM()), 0o600))
}

// scriptWrongKey replaces the registered key by another one, by one that cannot be read, by its public half, by a small one, or by
// one with the passphrase "horse": wrongkey other|broken|public|weak|protected.
func scriptWrongKey(ts *testscript.TestScript, _ bool, args []string) {
	path := filepath.Join(boxOf(ts).dir, "finhub.pem")
	other, err := unregistered()
	ts.Check(err)
	ts.Check(os.Remove(path))
	switch args[0] {
	case "broken":
		ts.Check(os.WriteFile(path, []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), 0o600))
	case "public":
		ts.Check(os.WriteFile(path, other.PublicPEM(), 0o600))
	case "weak":
		small, err := rsa.GenerateKey(rand.Reader, 1024)
		ts.Check(err)
		block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(small)}
		ts.Check(os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	case "protected":
		ts.Check(crypto.WriteKeyFile(path, other, []byte("horse")))
	default:
		ts.Check(crypto.WriteKeyFile(path, other, nil))
	}
}

// scriptFault makes something go wrong from now on; without arguments it ends all faults.
func scriptFault(ts *testscript.TestScript, _ bool, args []string) {
	b := boxOf(ts)
	if len(args) == 0 {
		b.ClearFaults()
	}
	for _, text := range args {
		f, err := sandbox.ParseFault(text)
		ts.Check(err)
		ts.Check(b.SetFault(f))
	}
}

// scriptPurchase raises a code now and sets CODE: purchase ISSUER CARD.
func scriptPurchase(ts *testscript.TestScript, _ bool, args []string) {
	code, err := boxOf(ts).Purchase(sandbox.Purchase{Issuer: args[0], CardID: args[1]})
	ts.Check(err)
	ts.Setenv("CODE", code.Value)
}

// scriptCode raises a code a moment after the next command has started to wait for it: code ISSUER CARD [MERCHANT].
func scriptCode(ts *testscript.TestScript, _ bool, args []string) {
	b, bought := boxOf(ts), sandbox.Purchase{Issuer: args[0], CardID: args[1]}
	if len(args) > 2 {
		bought.Merchant = args[2]
	}
	before := len(b.Requests())
	done := make(chan struct{})
	ts.Defer(func() { <-done })
	go func() {
		defer close(done)
		deadline := time.Now().Add(patient)
		for time.Now().Before(deadline) {
			if asked(b, before) {
				_, _ = b.Purchase(bought)
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
}

// asked reports whether codes were asked for since.
func asked(b *box, since int) bool {
	for _, r := range b.Requests()[since:] {
		if strings.HasSuffix(r.Path, "/3ds/transaction") || strings.HasSuffix(r.Path, "/otp") {
			return true
		}
	}
	return false
}

// scriptAudit checks that the issuers' books add up to the cent.
func scriptAudit(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(boxOf(ts).Audit()) }

// scriptTruth sets PAN, CVV and EXPIRY to what a card really has: truth CARD.
func scriptTruth(ts *testscript.TestScript, _ bool, args []string) {
	truth, ok := boxOf(ts).Truth(args[0])
	if !ok {
		ts.Fatalf("no card %s", args[0])
	}
	ts.Setenv("PAN", truth.PAN)
	ts.Setenv("LAST4", truth.PAN[len(truth.PAN)-4:])
	ts.Setenv("CVV", truth.CVV)
	ts.Setenv("EXPIRY", truth.Expiry)
}

// scriptWaitFor waits until a file is there: waitfor FILE.
func scriptWaitFor(ts *testscript.TestScript, _ bool, args []string) {
	deadline := time.Now().Add(patient)
	for {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s did not appear", args[0])
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// scriptAsked waits until a fault has struck a request for a path: asked PATH.
func scriptAsked(ts *testscript.TestScript, _ bool, args []string) {
	b := boxOf(ts)
	for deadline := time.Now().Add(patient); ; time.Sleep(10 * time.Millisecond) {
		for _, r := range b.Requests() {
			if strings.HasSuffix(r.Path, args[0]) && len(r.Faults) > 0 {
				return
			}
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s was not asked for", args[0])
		}
	}
}

// scriptExitCode runs cardwallet and wants exactly that code: exitcode CODE cardwallet ARGS...
func scriptExitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode CODE COMMAND [ARGS...]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if want := args[0]; want != strconv.Itoa(got) {
		ts.Fatalf("exit code %d, want %s", got, want)
	}
	if wantsJSON(args[2:]) {
		readNotices(ts)
	}
}

// profiles are the names that the sandbox's config gives to the issuers.
var profiles = map[string]string{"fin": sandbox.IssuerFinHub, "ads": sandbox.IssuerAurex, "team": sandbox.IssuerLinora}

// scriptUsable sets CARD to a card that can be used: usable PROFILE [OTHER-THAN].
func scriptUsable(ts *testscript.TestScript, _ bool, args []string) {
	b := boxOf(ts)
	for _, id := range b.CardIDs(profiles[args[0]]) {
		truth, _ := b.Truth(id)
		if strings.EqualFold(truth.Status, "Normal") || truth.Status == "active" {
			if truth.ActivateURL == "" && (len(args) == 1 || id != args[1]) {
				ts.Setenv("CARD", id)
				return
			}
		}
	}
	ts.Fatalf("no usable card at %s", args[0])
}

// scriptCapture sets a variable to what the group of a pattern matches in the last stdout: capture NAME PATTERN.
func scriptCapture(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("stdout has nothing like %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// scriptGift sets CARD to a gift card.
func scriptGift(ts *testscript.TestScript, _ bool, _ []string) {
	b := boxOf(ts)
	for _, id := range b.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := b.Truth(id); truth.ActivateURL != "" && truth.Status == "Normal" {
			ts.Setenv("CARD", id)
			return
		}
	}
	ts.Fatalf("no gift card")
}

// scriptPhysical sets CARD to a physical card that waits for its activation, with its code among the 3DS records: physical.
func scriptPhysical(ts *testscript.TestScript, _ bool, _ []string) {
	b := boxOf(ts)
	for _, id := range b.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := b.Truth(id); truth.Status == "un_activated" {
			_, err := b.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: id, Kind: sandbox.CodeActivation})
			ts.Check(err)
			ts.Setenv("CARD", id)
			return
		}
	}
	ts.Fatalf("no card waits for its activation")
}

// scriptPINIs wants the issuer to have that PIN for CARD: pinis PIN.
func scriptPINIs(ts *testscript.TestScript, _ bool, args []string) {
	if truth, _ := boxOf(ts).Truth(ts.Getenv("CARD")); truth.PIN != args[0] {
		ts.Fatalf("the PIN is %q", truth.PIN)
	}
}

// scriptWatch runs a command that prints codes until it is interrupted, raises one, and wants it printed once:
// watch ISSUER CARD ARGS...
func scriptWatch(ts *testscript.TestScript, _ bool, args []string) {
	b := boxOf(ts)
	before := len(b.Requests())
	program, err := exec.LookPath("cardwallet")
	ts.Check(err)
	cmd := exec.Command(program, args[2:]...)
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CARDWALLET_STATE", "CARDWALLET_CONFIG", "PATH"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() { _ = cmd.Process.Kill() })
	deadline := time.Now().Add(patient)
	for !asked(b, before) {
		if time.Now().After(deadline) {
			ts.Fatalf("codes were never asked for")
		}
		time.Sleep(5 * time.Millisecond)
	}
	code, err := b.Purchase(sandbox.Purchase{Issuer: args[0], CardID: args[1]})
	ts.Check(err)
	lines := bufio.NewScanner(out)
	count := 0
	for lines.Scan() {
		if !strings.Contains(lines.Text(), `"code":"`+code.Value+`"`) {
			continue
		}
		if d, c := printedBy("code", args[2:]); c == nil || isDocument(d, c.Form, []byte(lines.Text()+"\n")) != nil {
			ts.Fatalf("%s is no code", lines.Text())
		}
		if count++; count == 1 {
			// Two more rounds of asking, in which it must not be printed again.
			for n := len(b.Requests()); len(b.Requests()) < n+3 && time.Now().Before(deadline); {
				time.Sleep(5 * time.Millisecond)
			}
			ts.Check(cmd.Process.Signal(os.Interrupt))
		}
	}
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("interrupted, it ended with %v", err)
	}
	if count != 1 {
		ts.Fatalf("the code was printed %d times", count)
	}
}

// scriptMoved wants the issuer's own books to have that many applied top-ups of the amount: moved ISSUER AMOUNT COUNT.
func scriptMoved(ts *testscript.TestScript, _ bool, args []string) {
	amount, err := decimal.NewFromString(args[1])
	ts.Check(err)
	count := 0
	for _, m := range boxOf(ts).Ledger(args[0]).Movements {
		if m.Kind == "deposit" && m.Amount.Equal(amount) {
			count += m.Applied
		}
	}
	if args[2] != strconv.Itoa(count) {
		ts.Fatalf("%s took %d top-ups of %s, want %s", args[0], count, amount, args[2])
	}
}

// scriptLimits adds limits to the config: 60 in one movement, 100 in a day.
func scriptLimits(ts *testscript.TestScript, _ bool, _ []string) {
	f, err := os.OpenFile(ts.Getenv("CARDWALLET_CONFIG"), os.O_APPEND|os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteString("\n[limits]\nper_movement = { USD = \"60.00\" }\nper_day = { USD = \"100.00\" }\n")
	ts.Check(err)
	ts.Check(f.Close())
}

// scriptLastOrder sets ORDER to the newest order of a profile: lastorder PROFILE.
func scriptLastOrder(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("cardwallet", "--profile", args[0], "activity", "--limit", "1", "--json"))
	var rows []struct {
		OrderID string `json:"order_id"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &rows))
	if len(rows) != 1 {
		ts.Fatalf("%d rows in the journal", len(rows))
	}
	ts.Setenv("ORDER", rows[0].OrderID)
}

// scriptField sets a variable to a text of the one object in the list that was printed: field NAME KEY.
func scriptField(ts *testscript.TestScript, _ bool, args []string) {
	var rows []map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &rows))
	if len(rows) != 1 {
		ts.Fatalf("%d rows", len(rows))
	}
	ts.Setenv(args[0], fmt.Sprint(rows[0][args[1]]))
}

// scriptRequests notes how many requests the issuers got, and later checks that they got no more: requests noted|same.
func scriptRequests(ts *testscript.TestScript, _ bool, args []string) {
	got := strconv.Itoa(len(boxOf(ts).Requests()))
	if args[0] == "noted" {
		ts.Setenv("REQUESTS", got)
	} else if noted := ts.Getenv("REQUESTS"); got != noted {
		ts.Fatalf("the issuers got %s requests, and then %s", noted, got)
	}
}
