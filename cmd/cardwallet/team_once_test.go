//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
	"cardwallet/client/team/teamtest"
	"cardwallet/cmd/internal/run"
)

// bothWays runs a test as it is, and where every third transaction of each machine ends as one that cannot be kept apart from others.
func bothWays(t *testing.T, test func(t *testing.T, unserializable int)) {
	if !teamtest.CanRestart() {
		return
	}
	t.Run("as it is", func(t *testing.T) { test(t, 0) })
	t.Run("every third transaction collides", func(t *testing.T) { test(t, 3) })
}

// Two people pay the same invoice at the same moment, each at their own machine, by the command. One pays, and the other is told of it: by
// the guards, and where the invoice has a reference by the outcome of the first one, with the same exit code.
func TestTeamPaysAnInvoiceOnce(t *testing.T) {
	n := movements(t, 9)
	bothWays(t, func(t *testing.T, unserializable int) {
		w, all := startTeam(t, runOptions{seed: *seed, movements: n, people: 2, unserializable: unserializable})
		told := map[int]int{}
		for i := range n {
			invoice := payable(all, i)
			if i%3 == 0 {
				invoice.reference = fmt.Sprintf("INV-%d", i)
			}
			codes := w.payAtOnce(t, invoice)
			one, other := min(codes[0], codes[1]), max(codes[0], codes[1])
			switch {
			case one != run.ExitDone,
				invoice.reference != "" && other != run.ExitDone,
				invoice.reference == "" && other != run.ExitUnanswered: // a repeat, or one that is open
				t.Errorf("%s: exit codes %v", invoice, codes)
			}
			told[other]++
		}
		paid, twice := w.paid()
		t.Logf("the same invoice by two people at the same moment: %d of %d paid once, %d twice; the other was told (exit codes) %v",
			paid-twice, n, twice, told)
		if paid != n || twice > 0 || w.requests() != n {
			t.Errorf("%d invoices, %d requests, %d paid, %d of them twice", n, w.requests(), paid, twice)
		}
	})
}

// Eight people together want three times of what the team may send in a day, and one of them more than one person may.
func TestTeamKeepsToItsLimits(t *testing.T) {
	n := movements(t, 48)
	bothWays(t, func(t *testing.T, unserializable int) {
		_, all := startTeam(t, runOptions{seed: *seed, movements: n, people: 1}) // for the amounts: the limits come into the config of others
		wanted := decimal.Zero
		for i := range n {
			wanted = wanted.Add(payable(all, i).Amount.Amount)
		}
		day := wanted.Div(decimal.NewFromInt(3)).Round(2)
		person := day.Div(decimal.NewFromInt(5)).Round(2) // more than an eighth, so that both limits bite
		w, all := startTeam(t, runOptions{seed: *seed, movements: n, people: 8, unserializable: unserializable,
			limits: fmt.Sprintf("[limits]\nper_day = { USD = %q }\nper_person_per_day = { USD = %q }\n", day, person)})
		orders := make(chan trial)
		refused := map[string]int{}
		var mu sync.Mutex
		var paying sync.WaitGroup
		for _, at := range w.homes {
			p, err := startWorker(at, workRight)
			if err != nil {
				t.Fatal(err)
			}
			paying.Go(func() {
				for order := range orders {
					r, err := p.ask(order)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					switch {
					case strings.Contains(r.Error, "per person and day"):
						refused["by per_person_per_day"]++
					case strings.Contains(r.Error, "per day"):
						refused["by per_day"]++
					case r.Error != "":
						refused["otherwise"]++ // another one on the card is not settled
					}
					mu.Unlock()
				}
				if err := p.stop(); err != nil {
					t.Error(err)
				}
			})
		}
		for i := range n {
			orders <- payable(all, i)
		}
		close(orders)
		paying.Wait()
		sent := w.sum()
		t.Logf("per_day under 8 processes: wanted %s, sent %s of %s, refused %v", wanted, sent, day, refused)
		if sent.GreaterThan(day) || sent.LessThan(day.Div(decimal.NewFromInt(2))) {
			t.Errorf("%s was sent, the limit is %s", sent, day)
		}
	})
}

// startTeam starts people who share a journal, and tells what can be paid onto in USD.
func startTeam(t *testing.T, o runOptions) (*world, []*offer) {
	t.Helper()
	w := newWorld(t, o)
	all, err := offers(t.Context(), w.connect(t))
	if err != nil {
		t.Fatal(err)
	}
	var payable []*offer
	for _, of := range all {
		if of.kind == client.MoveTopUp && of.next.Currency == "USD" {
			payable = append(payable, of)
		}
	}
	if len(payable) == 0 {
		t.Fatal("nothing can be topped up")
	}
	return w, payable
}

// payable is the ith of many top-ups, of which no two are the same.
func payable(all []*offer, i int) trial {
	of := all[i%len(all)]
	amount := client.NewMoney(of.least.Add(of.step.Mul(decimal.NewFromInt(int64(i/len(all))))), "USD")
	return trial{ID: i + 1, Profile: of.profile, Kind: of.kind, CardID: of.cardID, Amount: amount, Patience: patient}
}

// payAtOnce lets each person pay by the command, and gives the exit codes.
func (w *world) payAtOnce(t *testing.T, invoice trial) []int {
	t.Helper()
	codes := make([]int, len(w.homes))
	said := make([]bytes.Buffer, len(w.homes))
	var paying sync.WaitGroup
	for n, at := range w.homes {
		cmd := exec.Command("cardwallet", invoice.words()...)
		cmd.Env, cmd.Stderr = at.environment(), &said[n]
		paying.Go(func() {
			var failed *exec.ExitError
			if err := cmd.Run(); err != nil && !errors.As(err, &failed) {
				t.Error(err)
			}
			codes[n] = cmd.ProcessState.ExitCode()
		})
	}
	paying.Wait()
	for n := range said {
		if codes[n] != run.ExitDone {
			t.Logf("%s: %s", invoice, said[n].String())
		}
	}
	return codes
}

// ask lets a worker make one movement.
func (p *process) ask(t trial) (reply, error) {
	if err := p.send.Encode(request{Move: &t}); err != nil {
		return reply{}, err
	}
	r, running := <-p.replies
	if !running {
		return reply{}, fmt.Errorf("a worker ended with %w: %s", p.ended, p.stderr)
	}
	return r, nil
}

// topUps are those in the issuers' books that were asked for.
func (w *world) topUps() (all []sandbox.Movement) {
	for _, ledger := range w.ledgers() {
		for _, m := range ledger.Movements {
			if m.RequestID != "" && m.Applied > 0 && kindOf[m.Kind] == client.MoveTopUp {
				all = append(all, m)
			}
		}
	}
	return all
}

// paid is how many different top-ups the issuers carried out, and how many of them more than once.
func (w *world) paid() (different, twice int) {
	times := map[deed]int{}
	for _, m := range w.topUps() {
		times[deedOf(profileOf[m.Issuer], client.MoveTopUp, m.CardID, m.Amount)] += m.Applied
	}
	for _, n := range times {
		if n > 1 {
			twice++
		}
	}
	return len(times), twice
}

// sum is what left with the top-ups, fees included.
func (w *world) sum() decimal.Decimal {
	sum := decimal.Zero
	for _, m := range w.topUps() {
		sum = sum.Add(m.Amount).Add(m.Fee)
	}
	return sum
}
