//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/setup"
	"cardwallet/config"
	"cardwallet/tui/tuitest"
)

const crashPAN = "4288375123454242"

// faulty is an issuer whose driver has faults.
type faulty struct{ client.Issuer }

func (faulty) Cards(_ context.Context, take func(client.CardsPage)) error {
	take(client.CardsPage{Done: 1, Pages: 1, Cards: []client.Card{{Profile: "fin", ID: "1", Name: "Faulty", Status: client.CardActive}}})
	return nil
}

func (faulty) Card(context.Context, string) (client.Card, error) {
	return client.Card{Profile: "fin", ID: "1", Name: "Faulty", Status: client.CardActive}, nil
}

func (faulty) Funds(context.Context) ([]client.Funds, error) { panic("card " + crashPAN) }

func (faulty) Details(context.Context, string) (client.Details, error) {
	panic("card " + crashPAN)
}

func init() { programs["cardwallet-faulty"] = func() { screenOf(faulty{}) } }

// screenOf is the program on one account of an issuer.
func screenOf(issuer client.Issuer) {
	a := &run.App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: run.TimeNow}
	w := client.NewWallet(client.Account{Profile: "fin", Kind: config.Aurex, Issuer: issuer})
	if _, err := a.Labels(); err != nil {
		a.Fail(err)
	} else if err := setup.RunScreen(context.Background(), a, config.Defaults(), w, "", nil); err != nil {
		a.Fail(err)
	}
	os.Exit(a.Report())
}

var reportName = regexp.MustCompile(`where is written in (\S+\.log); it holds no card data`)

func TestPanicOnTheScreenLeavesAReportAndNoValues(t *testing.T) {
	t.Parallel()
	p := sitAt(t, "cardwallet-faulty", "", "")
	p.await("Faulty")
	p.write("\r")
	p.await("reveal")
	p.write("v")
	crashes(t, p, "faulty.Details (crash_test.go:")
}

// Accounts are asked in goroutines of their own, where nothing of Bubble Tea's or ours is around.
func TestPanicWhileAllAccountsAreAsked(t *testing.T) {
	t.Parallel()
	p := sitAt(t, "cardwallet-faulty", "", "")
	p.await("Faulty")
	p.write("b")
	crashes(t, p, "faulty.Funds (crash_test.go:")
}

// crashes waits for the end of a program that panics, and looks at what it leaves.
func crashes(t *testing.T, p *person, where string) {
	t.Helper()
	if code := p.ends(); code != run.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	p.await("cardwallet: cardwallet failed inside and had to stop: string")
	p.await("please report it")
	screen, _, _ := strings.Cut(p.screen(), "cardwallet failed inside")
	if !strings.Contains(screen, "\x1b[?1049l") {
		t.Error("the message comes before the terminal is restored")
	}
	if shown := tuitest.Replay(p.screen(), 80, 24); strings.Contains(shown, "Faulty") || strings.Contains(p.screen(), crashPAN[:8]) ||
		strings.Contains(p.screen(), "goroutine") {
		t.Errorf("it shows\n%s", shown)
	}
	name := reportName.FindStringSubmatch(strings.NewReplacer("\r", "", "\n", " ").Replace(p.screen()))
	if name == nil {
		t.Fatalf("no report is named:\n%s", p.screen())
	}
	report, err := os.ReadFile(name[1])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(report), where) || strings.Contains(string(report), crashPAN[:8]) {
		t.Errorf("the report says\n%s", report)
	}
}

func TestPanicInACommandTellsNoValues(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state) // of this process, so no other test runs beside it
	var said bytes.Buffer
	a := &run.App{Err: &said, Now: run.TimeNow}
	code := func() (code int) {
		defer a.Rescue(&code)
		panic("card " + crashPAN)
	}()
	reports, _ := filepath.Glob(filepath.Join(state, "cardwallet", "crash-*.log"))
	if code != run.ExitFailed || len(reports) != 1 {
		t.Errorf("exit code %d, reports %q", code, reports)
	}
	if !strings.Contains(said.String(), "cardwallet: cardwallet failed inside and had to stop: string\nwhere is written in ") ||
		strings.Contains(said.String(), crashPAN[:8]) {
		t.Errorf("it says %q", said.String())
	}
}
