package money

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// filling is an issuer whose cards have what others made of them meanwhile.
type filling struct {
	payer
	has map[string]int64 // by card
	bad map[string]error
}

func (f filling) Card(_ context.Context, id string) (client.Card, error) {
	return client.Card{Profile: "ads", ID: id, Balance: dollars(f.has[id])}, f.bad[id]
}

func dollars(n int64) client.Money { return client.NewMoney(decimal.NewFromInt(n), "USD") }

// TestACardIsToppedUpToAnAmountOnce: three cards have 60 in the summary and lack 40 of 100. When the person says yes, or other cards have
// had their turn, somebody else has topped one up.
func TestACardIsToppedUpToAnAmountOnce(t *testing.T) {
	for name, c := range map[string]struct {
		has      map[string]int64
		bad      map[string]error
		by       bool   // topped up by an amount
		sent     string // the cards
		says     string
		exitCode int
	}{
		"nobody did": {has: map[string]int64{"a": 60, "b": 60, "c": 60}, sent: "a b c"},
		"somebody did": {has: map[string]int64{"a": 60, "b": 95, "c": 60}, sent: "a c",
			says: "ads/b had 60.00 USD and has 95.00 USD now: nothing was sent for it", exitCode: 1},
		"it was used":  {has: map[string]int64{"a": 60, "b": 10, "c": 60}, sent: "a b c"},
		"by an amount": {has: map[string]int64{"a": 60, "b": 95, "c": 60}, by: true, sent: "a b c"},
		"it is not read": {has: map[string]int64{"a": 60, "c": 60}, bad: map[string]error{"b": client.ErrUnreachable}, sent: "a",
			says: "not sent: ads/c", exitCode: 6},
	} {
		t.Run(name, func(t *testing.T) {
			var said bytes.Buffer
			a := &command{App: &run.App{Out: io.Discard, Err: &said, Now: run.TimeNow}}
			a.Flags.State = t.TempDir()
			defer a.Close()
			book, err := a.Journal(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			paid := func() client.Operation { return client.Operation{Status: client.OperationSucceeded} }
			account := client.Account{Profile: "ads", ID: "a", Issuer: filling{payer{f: paid}, c.has, c.bad}}
			var drafts []draft
			for _, id := range []string{"a", "b", "c"} {
				p := draft{Account: account, Intent: client.Intent{Kind: client.MoveTopUp, Amount: dollars(40),
					Card: client.Card{Profile: "ads", ID: id, Balance: dollars(60)}}}
				if !c.by {
					p.upTo = dollars(100)
				}
				drafts = append(drafts, p)
			}
			a.sendAll(t.Context(), book, &moveFlags{kind: client.MoveTopUp, several: true}, drafts)
			made, err := book.Movements(t.Context(), client.MovementFilter{})
			if err != nil {
				t.Fatal(err)
			}
			var sent []string
			for _, m := range made {
				sent = append([]string{m.CardID}, sent...) // the newest comes first
			}
			code := a.Report()
			if got := strings.Join(sent, " "); got != c.sent || code != c.exitCode || !strings.Contains(said.String(), c.says) {
				t.Errorf("sent %q, exit code %d, said %s", got, code, said.String())
			}
		})
	}
}

// What another program made of one card between the question and its turn is told with the name of the card.
func TestAnObjectionWhileSendingNamesItsCard(t *testing.T) {
	var said bytes.Buffer
	a := &command{App: &run.App{Out: io.Discard, Err: &said, Now: run.TimeNow}}
	a.Flags.State = t.TempDir()
	defer a.Close()
	book, err := a.Journal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paid := func() client.Operation { return client.Operation{Status: client.OperationSucceeded} }
	account := client.Account{Profile: "ads", ID: "a", Issuer: payer{f: paid}}
	var drafts []draft
	for _, id := range []string{"first", "second"} {
		drafts = append(drafts, draft{Account: account, Intent: client.Intent{Kind: client.MoveTopUp, Amount: dollars(40),
			Card: client.Card{Profile: "ads", ID: id}}})
	}
	if _, err := book.Move(t.Context(), account, drafts[1].Intent); err != nil {
		t.Fatal(err)
	}
	a.sendAll(t.Context(), book, &moveFlags{kind: client.MoveTopUp, several: true}, drafts)
	if code := a.Report(); code != run.ExitUnanswered || !strings.Contains(said.String(), "ads/second: the same movement") {
		t.Errorf("exit code %d, said %s", code, said.String())
	}
}
