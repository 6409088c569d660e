package journal_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// The test binary starts itself again with these to be killed.
const (
	crashVariable  = "JOURNAL_TEST_CRASH_AT"
	pathVariable   = "JOURNAL_TEST_PATH"
	ledgerVariable = "JOURNAL_TEST_LEDGER"
	// referenceVariable is the reference of its first movement, if any.
	referenceVariable = "JOURNAL_TEST_REFERENCE"
)

func die() {
	p, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// crash is the child. It tops up one card and is killed at the named point, or tops up many until its parent kills it.
func crash(at string) {
	// The journal stamps the row, the step to sent, and the outcome, in this order.
	stamps := 0
	dieAt := map[string]int{"before sent": 2, "after answer": 3}[at]
	clock := func() time.Time {
		if stamps++; stamps == dieAt {
			die()
		}
		return time.Now()
	}
	ledger, err := os.OpenFile(os.Getenv(ledgerVariable), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		panic(err)
	}
	i := &issuer{topUp: func(_ context.Context, o client.Order) (client.Operation, error) {
		if at == "while sending" {
			die()
		}
		if _, err := fmt.Fprintln(ledger, o.ID); err != nil { // the issuer has done it
			panic(err)
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	j, err := openAt(context.Background(), os.Getenv(pathVariable), journal.WithClock(clock))
	if err != nil {
		panic(err)
	}
	start := time.Now() // a child whose parent died ends too
	for n := 0; n == 0 || at == "any time" && time.Since(start) < 30*time.Second; n++ {
		c := card
		c.ID = fmt.Sprintf("%d-%d", os.Getpid(), n)
		in := client.Intent{Kind: client.MoveTopUp, Card: c, Amount: usd("25"), Reference: os.Getenv(referenceVariable)}
		if _, err := insist(context.Background(), j, account(i), in, client.ErrRepeat); err != nil {
			panic(err)
		}
	}
	die()
}

// child starts a process that will be killed. It returns once it is running.
func child(t *testing.T, at, path, ledger string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), crashVariable+"="+at, pathVariable+"="+path, ledgerVariable+"="+ledger)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// reap waits for a child and makes sure that it was killed: a panic of its own exits with a code.
func reap(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() && exit.ExitCode() != 1 || exit.ExitCode() == 2 {
		t.Fatalf("the child ended with %v, want a kill", err)
	}
}

func TestKilled(t *testing.T) {
	tests := []struct {
		at      string
		history string
		applied bool
		blocks  bool // another movement on the card
	}{
		{"before sent", "intended", false, false}, // nothing was sent, and its owner is gone
		{"while sending", "intended sent", false, true},
		{"after answer", "intended sent", true, true},
		{"after outcome", "intended sent success", true, false},
	}
	for _, test := range tests {
		t.Run(test.at, func(t *testing.T) {
			path, ledger := newPath(t), filepath.Join(t.TempDir(), "ledger")
			reap(t, child(t, test.at, path, ledger))
			journaltest.Bury(t, path)

			j := open(t, path)
			m := only(t, j)
			if got := states(t, j, m.OrderID); got != test.history {
				t.Errorf("history %q, want %q", got, test.history)
			}
			booked, err := os.ReadFile(ledger)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.TrimSpace(string(booked)) == m.OrderID, test.applied; got != want {
				t.Errorf("ledger %q, order %s", booked, m.OrderID)
			}
			again := card
			again.ID = m.CardID
			i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
			_, err = topUp(t.Context(), j, account(i), again, usd("25"), client.Quote{})
			if errors.Is(err, client.ErrOpenMovement) != test.blocks || len(i.orders()) == 1 == test.blocks {
				t.Errorf("the next top-up: %v, sent %v", err, i.orders())
			}
		})
	}
}

// Two processes at a time are killed at random moments. Every order that the issuer has seen was in the journal first, none was
// carried out twice, and no row claims an outcome that the issuer does not have.
func TestKilledAtRandomTimes(t *testing.T) {
	path, ledger := newPath(t), filepath.Join(t.TempDir(), "ledger")
	random := rand.New(rand.NewPCG(20261105, 1))
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		one, two := child(t, "any time", path, ledger), child(t, "any time", path, ledger)
		grown := waitForGrowth(t, ledger)
		<-time.After(time.Duration(random.IntN(150_000)) * time.Microsecond) // the moment of the kill is what varies here
		for _, cmd := range []*exec.Cmd{one, two} {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			reap(t, cmd)
		}
		if !grown {
			t.Fatal("the children did nothing")
		}
	}

	booked, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for line := range strings.Lines(string(booked)) {
		times[strings.TrimSpace(line)]++
	}
	journaltest.Bury(t, path)
	j := open(t, path, journal.WithSettling(0))
	if locks, err := filepath.Glob(path + "-owner-*"); err != nil || journaltest.IsFile(path) && len(locks) != 1 {
		t.Errorf("locks of the dead are left: %v, %v", locks, err)
	}
	rows, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	inFlight, done := 0, map[string]bool{}
	for _, m := range rows {
		switch n := times[m.OrderID]; {
		case m.Status == client.MovementIntended && n != 0:
			t.Errorf("order %s was carried out before it was marked as sent", m.OrderID)
		case m.Status == client.MovementSucceeded && n != 1:
			t.Errorf("order %s succeeded and was carried out %d times", m.OrderID, n)
		case n > 1:
			t.Errorf("order %s was carried out %d times", m.OrderID, n)
		}
		if !m.Status.Settled() {
			inFlight++
		}
		done[m.OrderID] = times[m.OrderID] == 1
		delete(times, m.OrderID)
	}
	if len(times) != 0 {
		t.Errorf("carried out and not in the journal: %v", times)
	}
	if inFlight > 2*rounds {
		t.Errorf("%d movements are open after %d kills", inFlight, 2*rounds)
	}
	settleByLedger(t, j, done)
	t.Logf("%d movements, %d open after %d kills", len(rows), inFlight, 2*rounds)
}

// settleByLedger asks the issuer about what the kills left open. Afterwards every row says what the ledger says.
func settleByLedger(t *testing.T, j *journal.Journal, done map[string]bool) {
	t.Helper()
	reader := askable{&issuer{}, func(_ context.Context, id string) (client.Operation, error) {
		if !done[id] {
			return client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200}
		}
		return client.Operation{OrderID: id, Status: client.OperationSucceeded}, nil
	}}
	if _, err := j.Settle(t.Context(), []client.Account{account(reader)}); err != nil {
		t.Fatal(err)
	}
	rows, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range rows {
		if want := map[bool]client.MovementStatus{true: client.MovementSucceeded,
			false: client.MovementFailed}[done[m.OrderID]]; m.Status != want {
			t.Errorf("order %s is %s, the ledger says %s", m.OrderID, m.Status, want)
		}
	}
}

// waitForGrowth polls until the children have written to the ledger.
func waitForGrowth(t *testing.T, ledger string) bool {
	t.Helper()
	size := func() int64 {
		if info, err := os.Stat(ledger); err == nil {
			return info.Size()
		}
		return 0
	}
	before := size()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-time.After(time.Millisecond) {
		if size() > before {
			return true
		}
	}
	return false
}
