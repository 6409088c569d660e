//go:build unix

package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

// paidRows is how many rows the script pays.
const paidRows = 50

// TestAScriptThatIsRunAgainPaysEachRowOnce runs a script that pays from a file, with a reference for each row, and kills its commands at
// random: after a random time, or while the issuer has the request. It is run again until all of its commands succeed.
func TestAScriptThatIsRunAgainPaysEachRowOnce(t *testing.T) {
	t.Parallel()
	for _, issuer := range []string{sandbox.IssuerFinHub, sandbox.IssuerAurex} {
		t.Run(issuer, func(t *testing.T) {
			t.Parallel()
			s := script{world: newWorld(t, runOptions{seed: 7, movements: paidRows}), profile: profileOf[issuer],
				random: rand.New(rand.NewPCG(7, 7))}
			s.writeRows(t)
			deadline := time.Now().Add(5 * patient)
			runs := 1
			for ; !s.run(t, runs <= 4); runs++ { // it is killed in the first runs only, so that there is an end
				if time.Now().After(deadline) {
					t.Fatal("it does not come through")
				}
				_ = s.command("activity", "--reconcile").Run() // what is left open stays for the next time
			}
			s.compare(t, issuer)
			t.Logf("%d rows, %d runs, %d processes killed, %d of them while the issuer had the request", paidRows, runs, s.killed, s.caught)
		})
	}
}

// script pays the rows of a file, one command each.
type script struct {
	*world
	profile string
	random  *rand.Rand
	usual   time.Duration // how long a command takes
	killed  int           // commands
	caught  int           // of these while the issuer had the request
}

func (s *script) file() string { return filepath.Join(s.homes[0].dir, "rows.csv") }

// writeRows writes the file: card, amount, reference. Each amount is there once.
func (s *script) writeRows(t *testing.T) {
	t.Helper()
	account, _ := s.connect(t).Account(s.profile)
	cards, err := account.Cards(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var payable []client.Card
	for _, c := range cards {
		terms, err := account.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: c})
		odd := client.NewMoney(decimal.RequireFromString("20.01"), terms.Currency) // some take whole units only
		if c.Status == client.CardActive && err == nil && terms.Check(odd) == nil {
			payable = append(payable, c)
		}
	}
	payable = payable[:min(len(payable), 12)]
	var text strings.Builder
	for n := range paidRows {
		fmt.Fprintf(&text, "%s,%d.%02d,row %d\n", payable[n%len(payable)].Key(), 20+n, n, n+1)
	}
	if err := os.WriteFile(s.file(), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *script) rows(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open(s.file())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (s *script) command(words ...string) *exec.Cmd {
	cmd := exec.Command(quickProgram, words...)
	cmd.Env = s.homes[0].environment()
	return cmd
}

// run goes through the file once. It reports whether every command succeeded.
func (s *script) run(t *testing.T, kills bool) (through bool) {
	t.Helper()
	through = true
	for _, row := range s.rows(t) {
		var deadly <-chan time.Time
		var arrived <-chan struct{}
		switch draw := s.random.IntN(3); {
		case !kills || s.usual == 0:
		case draw == 0:
			deadly = time.After(time.Duration(s.random.Int64N(int64(s.usual))))
		case draw == 1:
			_, id, _ := strings.Cut(row[0], "/")
			amount := client.NewMoney(decimal.RequireFromString(row[1]), "USD")
			arrived = s.expect(trial{Profile: s.profile, Kind: client.MoveTopUp, CardID: id, Amount: amount, harm: harm{kind: killAsked}})
		}
		if s.pay(t, row, deadly, arrived) != nil {
			through = false
		}
	}
	return through
}

// pay runs the command of a row, and kills it when it is time or when its request has arrived.
func (s *script) pay(t *testing.T, row []string, deadly <-chan time.Time, arrived <-chan struct{}) error {
	t.Helper()
	cmd := s.command("topup", row[0], row[1], "--reference", row[2], "--yes")
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if s.usual == 0 {
			s.usual = time.Since(begun)
		}
		return err
	case <-arrived:
		<-time.After(time.Duration(s.random.Int64N(int64(3 * stretch)))) // before, while and after the issuer does it
		s.caught++
	case <-deadly:
	}
	s.killed++
	_ = cmd.Process.Kill() // it may have ended by itself
	return <-ended
}

// compare wants each row once in the issuer's books and once in the journal, as a success.
func (s *script) compare(t *testing.T, issuer string) {
	t.Helper()
	paid := map[string]int{}
	for _, m := range s.box.Ledger(issuer).Movements {
		paid[m.CardID+" "+m.Amount.StringFixed(2)] += m.Applied
	}
	noted, err := s.open(t).Movements(t.Context(), client.MovementFilter{})
	if err != nil || len(noted) != paidRows {
		t.Errorf("the journal has %d rows, %v", len(noted), err)
	}
	byReference := map[string]client.Movement{}
	for _, m := range noted {
		byReference[m.Reference] = m
	}
	for _, row := range s.rows(t) {
		_, id, _ := strings.Cut(row[0], "/")
		m := byReference[row[2]]
		n, right := paid[id+" "+row[1]], m.CardID == id && m.Amount.Amount.StringFixed(2) == row[1]
		if n != 1 || m.Status != client.MovementSucceeded || !right {
			t.Errorf("%v was paid %d times; the journal has %+v", row, n, m)
		}
	}
}
